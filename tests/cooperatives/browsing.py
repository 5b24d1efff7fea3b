"""What a browser would send from a page: the fields of its form as they were shown."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """The forms of a page whose method is post, each with its fields; buttons aside."""

    def __init__(self):
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._open = False
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._open = given.get("method") == "post" and "action" not in given
            if self._open:
                self.forms.append({})
        elif not self._open:
            return
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option":
            fields = self.forms[-1]
            if "selected" in given or self._select not in fields:
                fields[self._select] = given["value"]
        elif tag == "textarea":
            self._textarea = given["name"]
            self.forms[-1][self._textarea] = ""
        elif tag == "input" and (given.get("type") != "radio" or "checked" in given):
            self.forms[-1][given["name"]] = given.get("value", "")

    def handle_data(self, data):
        if self._textarea:
            written = self.forms[-1]
            # The line end right after the tag is no part of the text.
            written[self._textarea] += data if written[self._textarea] else data.lstrip("\r\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._textarea = ""
        if tag == "form":
            self._open = False


def sent_by(response, number: int = 0) -> dict[str, str]:
    """The fields of a page's first form, or of a later one, as they stand."""
    forms = _Forms()
    forms.feed(response.content.decode())
    return forms.forms[number]
