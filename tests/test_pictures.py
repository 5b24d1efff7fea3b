"""`make shots` begins without Django's settings, which it names itself."""

import os
import subprocess
import sys


def test_the_pictures_can_be_taken_without_settings_in_the_environment():
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", "import tests.browser.shots"]
    result = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
