"""What an office's papers always say: its name, its number's symbol, who gets them, who signs."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperatives.ground.vietnamese import tidy
from cooperatives.models import AdministrativeUnit
from cooperatives.models.base import Record, RecordQuerySet

MOST_LETTERS = 1000


class OfficeTextsQuerySet(RecordQuerySet):
    def of(self, unit):
        """A unit's own texts, or a record that is not stored and says nothing."""
        return self.filter(unit=unit).first() or self.model(unit=unit)


def _line(name: str, length: int = 100, help_text: str = "") -> models.CharField:
    return models.CharField(name, max_length=length, blank=True, help_text=help_text)


def _lines(name: str, help_text: str = "") -> models.TextField:
    limit = MaxLengthValidator(MOST_LETTERS)  # which a TextField's own limit is not
    return models.TextField(name, blank=True, help_text=help_text, validators=[limit])


class OfficeTexts(Record):
    """The fixed texts of a unit's papers; a blank one leaves a gap on the paper.

    Of some each line is one of the paper, or one addressee or recipient.
    """

    LINES = ("superior", "issuer", "addressees", "recipients", "signing_for")

    unit = models.OneToOneField(
        AdministrativeUnit,
        models.PROTECT,
        related_name="office_texts",
        verbose_name=_("unit"),
    )
    superior = _lines(
        _("office above"), _("As at the top left, in ordinary letters; blank for a committee.")
    )
    issuer = _lines(
        _("office that issues"), _("In full, in ordinary letters; a line each as on the paper.")
    )
    symbol = _line(_("symbol of reports"), 30, _("What follows the number: BC-UBND."))
    place = _line(_("place"), 60, _("What stands before the day: Bắc Kạn."))
    addressees = _lines(_("addressed to"), _("An addressee a line."))
    recipients = _lines(_("recipients"), _("A recipient a line, the archive last: Lưu: VT."))
    signing_for = _lines(_("signs for"), _("A line each: TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH."))
    signer_title = _line(_("title of who signs"))
    signer_name = _line(_("name of who signs"))
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    objects = OfficeTextsQuerySet.as_manager()

    class Meta:
        verbose_name = _("fixed texts of papers")
        verbose_name_plural = _("fixed texts of papers")
        ordering = ["unit", "pk"]

    def __str__(self) -> str:
        return str(self.unit)

    def derive(self) -> None:
        """Tidy each line by itself."""
        kept = {name: lines_of(getattr(self, name)) for name in self.LINES}
        super().derive()
        for name, lines in kept.items():
            setattr(self, name, "\n".join(lines))


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line for line in map(tidy, text.splitlines()) if line]
