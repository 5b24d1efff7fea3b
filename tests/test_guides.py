"""The guides hold what they promise: words that stand on the screen, pictures and links that are
there, the same tasks in both languages; and they are pages of the product.
"""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import override

from cooperatives.rights.permissions import ROLES
from plan_tracker.guides import NAMES, guide_in, source_of
from tests.browser.catalogue import library_messages, translations
from tests.factories import make_admin, make_district_staff, make_officer, make_province

LANGUAGES = [language for language, _name in settings.LANGUAGES]
EVERY = [(language, name) for language in LANGUAGES for name in NAMES]
each_guide = pytest.mark.parametrize(("language", "name"), EVERY)


def text_of(language: str, name: str) -> str:
    return source_of(language, name).read_text(encoding="utf-8")


class Page(HTMLParser):
    """What a guide says in bold, and where its links and pictures lead."""

    def __init__(self, html: str):
        super().__init__()
        self.bold, self.links, self.pictures, self.ids = [], [], [], set()
        self._in_bold = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids |= {given["id"]} if "id" in given else set()
        if tag == "a":
            self.links.append(given["href"])
        elif tag == "img":
            self.pictures.append((given["src"], given["alt"]))
        elif tag == "strong":
            self._in_bold = True
            self.bold.append("")

    def handle_endtag(self, tag):
        if tag == "strong":
            self._in_bold = False

    def handle_data(self, data):
        if self._in_bold:
            self.bold[-1] += data.replace("\n", " ")


def page_of(language: str, name: str) -> Page:
    with override(language):
        return Page(guide_in(language, name).html)


def words_of_the_screen(language: str) -> set[str]:
    """All messages of the product in a language, as they stand and as they begin a line."""
    known = translations()
    texts = set(known.values()) if language == "vi" else {*known, *library_messages()}
    return texts | {capfirst(text) for text in texts}


@each_guide
def test_what_is_bold_stands_on_the_screen(language, name):
    known = words_of_the_screen(language)
    bold = page_of(language, name).bold
    assert len(bold) > 10
    assert [words for words in bold if words not in known] == []


@each_guide
def test_its_pictures_are_there_and_say_what_they_show(language, name):
    pictures = page_of(language, name).pictures
    files = [source.rpartition("guides/")[1:] for source, _alt in pictures]
    assert [file for file in files if not finders.find("".join(file))] == []
    assert all(name.startswith(f"{language}/") for _folder, name in files)
    assert all(alt for _source, alt in pictures)


@each_guide
def test_its_links_lead_to_guides_and_their_headings(language, name):
    pages = {reverse("guide", args=[one]): page_of(language, one) for one in NAMES}
    own = reverse("guide", args=[name])
    for link in pages[own].links:
        path, _, anchor = link.partition("#")
        assert (path or own) in pages
        assert not anchor or anchor in pages[path or own].ids


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_tasks_steps_and_pictures(name):
    def outline(language: str) -> list[tuple[str, str]]:
        """How each line that begins something begins, and which picture it shows."""
        parts = re.compile(r"^(#+ |\d\. |!\[|\|)(?:.*pictures/\w+(/.*webp))?", re.MULTILINE)
        return parts.findall(text_of(language, name))

    vietnamese, english = map(outline, ("vi", "en"))
    assert len(vietnamese) > 10
    assert vietnamese == english


def test_no_picture_is_left_over():
    shown = {picture for one in EVERY for picture, _alt in page_of(*one).pictures}
    there = (settings.GUIDES / "pictures").rglob("*.webp")
    names = {str(path.relative_to(settings.GUIDES / "pictures")) for path in there}
    assert {picture.partition("guides/")[2] for picture in shown} == names


def test_every_role_has_its_guide():
    assert set(ROLES) < set(NAMES)


@pytest.mark.parametrize("make", [make_officer, make_district_staff, make_admin])
def test_the_menu_leads_to_the_guide_of_the_own_role(client, db, make):
    person = make(make_province())
    client.force_login(person)
    answer = client.get(reverse("own-guide"), follow=True)
    assert answer.redirect_chain == [(reverse("guide", args=[person.role]), 302)]
    html = answer.content.decode()
    assert f'href="{reverse("own-guide")}"' in html.split("account__menu", 1)[1]
    for other in NAMES:
        assert f'href="{reverse("guide", args=[other])}"' in html


@each_guide
def test_a_guide_is_shown_in_the_language_of_the_page(client, db, language, name):
    client.force_login(make_officer(make_province()))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    html = client.get(reverse("guide", args=[name])).content.decode()
    guide = guide_in(language, name)
    assert f"<h1>{guide.title}</h1>" in html
    for task in guide.tasks:
        assert f'<h2 id="{task.anchor}">' in html
        assert f'href="#{task.anchor}"' in html


def test_there_is_no_other_guide(client, db):
    client.force_login(make_officer(make_province()))
    assert client.get(reverse("guide", args=["nobody"])).status_code == 404
