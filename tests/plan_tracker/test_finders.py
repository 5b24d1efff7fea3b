"""Static files out of packages, beside our own."""

from django.contrib.staticfiles import finders


def test_plotly_s_script_is_found():
    assert finders.find("plotly/plotly.min.js").endswith("plotly.min.js")
    assert len(finders.find("plotly/plotly.min.js", find_all=True)) == 1


def test_a_file_that_is_nowhere_is_not_found():
    """While developing, a page that named one was answered with an error of the server's."""
    assert finders.find("no-such-file.css") is None
    assert finders.find("no-such-file.css", find_all=True) == []
