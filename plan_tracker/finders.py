"""Static files that come from installed packages instead of this repository."""

from importlib.resources import files

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class PlotlyFinder(BaseFinder):
    """Plotly's script out of the plotly package, as `plotly/plotly.min.js`.

    Third-party code is not committed, and pages load nothing from other servers.
    """

    NAME = "plotly.min.js"

    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=str(files("plotly") / "package_data"))
        self.storage.prefix = "plotly"

    def check(self, **kwargs):
        return []

    def list(self, ignore_patterns):
        yield self.NAME, self.storage

    def find(self, path, find_all=False, **kwargs):
        found = [self.storage.path(self.NAME)] if path == f"plotly/{self.NAME}" else []
        # Django takes anything else than an empty list for a file, None too.
        return found[0] if found and not find_all else found
