"""Telephone numbers of Vietnam: kept as they were typed, dialled without their spaces."""

import re

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# Nine to eleven digits with the leading 0, or with +84 in its place.
_NUMBER = r"(?:\+84|0)(?:[ .()-]*[0-9]){8,10}"

validate_telephone = RegexValidator(
    rf"\A\(?{_NUMBER}\)?\Z",
    _("Type a telephone number of Vietnam, such as 0209 387 1234 or +84 912 345 678."),
)


def dialled(telephone: str) -> str:
    """A number as a telephone dials it: "(0209) 387-1234" becomes "02093871234"."""
    return re.sub(r"[^0-9+]", "", telephone)
