"""What is to be mended of a form that was given back."""

from collections.abc import Iterable, Iterator

from django import template
from django.forms import BaseForm, BoundField

register = template.Library()


@register.inclusion_tag("components/to_mend.html")
def to_mend(form: BaseForm | None = None, rows: Iterable[BaseForm] = ()) -> dict[str, object]:
    """The line that says how many fields are to be mended, and leads to the first. rows: forms of
    one line each, in the page's order; what is wrong with one as a whole is said beside it, and
    counts as a field.
    """
    wrong = list(_wrong(form)) if form else []
    for row in rows:
        found = list(_wrong(row))
        if not found and row.non_field_errors():
            found = row.visible_fields()[:1]
        wrong += found
    return {"number": len(wrong), "first": wrong and _id(wrong[0])}


def _wrong(form: BaseForm) -> Iterator[BoundField]:
    return (field for field in form if field.errors)


def _id(field: BoundField) -> str:
    """That of a field, of several to tick the first one's."""
    return field.id_for_label or f"{field.auto_id}_0"
