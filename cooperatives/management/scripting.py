"""What commands that scripts call have in common (design 3)."""

import sys

from django.core.management.base import BaseCommand

ARGPARSE_STATUS = 2


class ScriptCommand(BaseCommand):
    """A command with two exit statuses: 0 on success, 1 on bad input, wrong options included."""

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except SystemExit as stop:
            if stop.code == ARGPARSE_STATUS:
                sys.exit(1)
            raise
