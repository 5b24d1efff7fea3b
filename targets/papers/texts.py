"""A unit's fixed texts: as its papers take them, their form, and a sample of what they make."""

from django import forms

from cooperatives.models import AdministrativeUnit, Organisation, User
from cooperatives.models.changes import RecordChange, changes_of
from cooperatives.models.record_form import RecordForm

from ..models import OfficeTexts
from ..models.papers import lines_of
from .fixed import DRAFT, FixedTexts
from .form import Foot, Head, Paper


def texts_of(unit: AdministrativeUnit) -> FixedTexts:
    """What a unit's papers always say; gaps where nobody has entered it."""
    return as_fixed(OfficeTexts.objects.of(unit))


def as_fixed(row: OfficeTexts) -> FixedTexts:
    """A record, stored or not, as plain data."""
    return FixedTexts(
        row.superior,
        row.issuer,
        row.symbol,
        row.place,
        tuple(lines_of(row.addressees)),
        tuple(lines_of(row.recipients)),
        tuple(lines_of(row.signing_for)),
        row.signer_title,
        row.signer_name,
    )


def has_demo() -> bool:
    """Whether invented records are among those that are counted."""
    return Organisation.objects.filter(is_demo=True).exists()


class OfficeTextsForm(RecordForm):
    """What an office's papers always say."""

    class Meta:
        model = OfficeTexts
        fields = [
            "superior",
            "issuer",
            "symbol",
            "place",
            "addressees",
            "recipients",
            "signing_for",
            "signer_title",
            "signer_name",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 5 if name == "recipients" else 2, "lang": "vi"})
            for name in OfficeTexts.LINES
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True
            field.widget.attrs["autocomplete"] = "off"

    def over_what_is_stored(self, data) -> None:
        """Put what is stored now into data that was sent, but for what this person changed."""
        for name in self.fields:
            stored = getattr(self.instance, name)
            data[self.add_initial_prefix(name)] = stored
            if name not in self.changed_data:
                data[self.add_prefix(name)] = stored

    def stored(self) -> OfficeTexts:
        """Store them; what somebody has entered is no sample any more."""
        self.instance.is_demo = False
        return self.save()


def version_of(unit: AdministrativeUnit) -> int:
    """What tells whether anybody changed a unit's texts: 0 where they never were entered."""
    newest = OfficeTexts.history.filter(unit_id=unit.pk).order_by("-history_id").first()
    return newest.history_id if newest else 0


def changes_since(seen: str, unit: AdministrativeUnit, reader: User) -> list[RecordChange]:
    """What was changed of them since a version, the newest first; all for what is none."""
    after = int(seen) if seen.isdecimal() else 0
    return changes_of(reader, OfficeTexts.history.filter(unit_id=unit.pk), after=[after])


def sample(texts: OfficeTexts, day) -> bytes:
    """A paper of head and foot alone, as .docx."""
    fixed = as_fixed(texts)
    paper = Paper("Mẫu", day)
    paper.head(Head(fixed.superior, fixed.issuer, fixed.symbol, fixed.place, day, DRAFT))
    paper.title("Báo cáo", ["(trích yếu)"])
    paper.addressed_to(fixed.addressees)
    paper.end("(nội dung)")
    paper.foot(Foot(fixed.recipients, fixed.signing_for, fixed.signer_title, fixed.signer_name))
    return paper.content()
