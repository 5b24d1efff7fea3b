"""Forms of the records' pages."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .imports import KINDS, Mark
from .models import FIGURES, Organisation, Remark

DECIMALS = [
    ("", _("as the file's numbers tell")),
    (Mark.COMMA, _("comma: 1.635,5")),
    (Mark.POINT, _("point: 1,635.5")),
]
THEN = [
    ("", _("leave them as they are")),
    ("submit", _("submit them")),
    ("approve", _("submit and approve them (past years, taken over)")),
]


class ImportForm(forms.Form):
    """A file of one kind of records, and how to read it."""

    kind = forms.ChoiceField(label=_("Kind of records"))
    file = forms.FileField(label=_("File"), help_text=_(".csv in UTF-8, or .xlsx"))
    decimal = forms.ChoiceField(label=_("Decimal mark"), choices=DECIMALS, required=False)
    then = forms.ChoiceField(label=_("Returns of quarterly figures"), choices=THEN, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in KINDS.values()]
        self.fields["file"].widget.attrs["accept"] = ".csv,.xlsx"

    def clean_file(self):
        file = self.cleaned_data["file"]
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        if file.size > most:
            raise ValidationError(
                _("The file is larger than %(size)s MB: split it, or use the command.")
                % {"size": most // 1024 // 1024}
            )
        return file

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("then") and cleaned.get("kind") != "quarterly_figures":
            raise ValidationError(
                _("Only quarterly figures stand in returns to submit or approve.")
            )
        return cleaned


class ReasonForm(forms.Form):
    """Why a return goes back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )


class RemarkForm(forms.ModelForm):
    """A word about a return, one of its rows (by registration number), or one cell."""

    number = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Remark
        fields = ["text", "field"]
        widgets = {"text": forms.Textarea({"rows": 2}), "field": forms.HiddenInput}

    def __init__(self, *args, sheet=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet

    def clean_number(self) -> Organisation | None:
        number = self.cleaned_data["number"]
        if not number:
            return None
        cooperative = self.sheet.cooperatives([number]).first()
        if cooperative is None:
            raise ValidationError(_("No row of this sheet bears this number."))
        return cooperative

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("field") and cleaned.get("field") not in FIGURES:
            raise ValidationError(_("There is no such column."))
        self.instance.cooperative = cleaned.get("number")
        return cleaned

    def save(self, *, by, at) -> Remark:
        """Keep the remark, with its return where that is not stored yet."""
        self.instance.quarterly_return = self.sheet.made()
        self.instance.by, self.instance.at = by, at
        return super().save()
