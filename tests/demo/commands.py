"""The two commands as a test calls them; each returns what it prints."""

from io import StringIO

from django.core.management import call_command


def load(*arguments: str) -> str:
    """Run `load_demo`."""
    return _run("load_demo", *arguments)


def clear() -> str:
    """Run `clear_demo`."""
    return _run("clear_demo")


def _run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()
