"""`make shots` begins without Django's settings, which it names itself; so does `make pictures`."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("taker", ["shots", "guide_pictures"])
def test_the_pictures_can_be_taken_without_settings_in_the_environment(taker):
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", f"import tests.browser.{taker}"]
    result = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
