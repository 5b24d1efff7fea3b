"""Forms of the records' pages."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import figures
from ..ground.calendar import Quarter, today
from ..ground.numbers import Mark
from ..ground.vietnamese import tidy
from ..ground.wording import period_name
from ..imports import KINDS
from ..models import AdministrativeUnit, Organisation, Remark, ReturnStep, User
from ..returns.owed import periods_of
from ..returns.workflow import About
from ..units.choosing import units_to_choose

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
PLANS = [
    ("", _("ask where a unit has another plan for the year")),
    ("beside", _("let them stand beside each other")),
    ("replace", _("let the one issued later replace the other")),
]


class FileForm(forms.Form):
    """A file, as large as the server takes at once."""

    file = forms.FileField(label=_("File"))
    accept = ".xlsx,.xls,.ods"
    takes = _(".xlsx, .xls or .ods, up to %(size)s MB")
    too_large = _("The file is larger than %(size)s MB: upload the one that you downloaded here.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.widget.attrs["accept"] = self.accept
        field.help_text = self.takes % self._size

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            raise ValidationError(self.too_large % self._size)
        return file

    @property
    def _size(self) -> dict[str, int]:
        return {"size": settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024}


class OfficeFileForm(FileForm):
    """A workbook or table of an office's own making."""

    accept = ".xlsx,.xls,.ods,.csv"
    takes = _(".xlsx, .xls, .ods, or .csv in UTF-8, up to %(size)s MB")
    too_large = _("The file is larger than %(size)s MB: save the sheet with the figures alone.")


class ImportForm(FileForm):
    """A file of one kind of records, and how to read it."""

    accept = ".csv,.xlsx,.xls,.ods"
    takes = _(".xlsx, .xls, .ods, or .csv in UTF-8, up to %(size)s MB")
    too_large = _("The file is larger than %(size)s MB: split it, or use the command.")
    field_order = ["kind", "file", "decimal", "then", "early", "plans"]

    kind = forms.ChoiceField(label=_("Kind of records"))
    decimal = forms.ChoiceField(label=_("Decimal mark"), choices=DECIMALS, required=False)
    then = forms.ChoiceField(label=_("Returns of quarterly figures"), choices=THEN, required=False)
    early = forms.BooleanField(
        label=_("Submit them also for quarters that have not ended"), required=False
    )
    plans = forms.ChoiceField(label=_("Plans of targets"), choices=PLANS, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in KINDS.values()]

    def clean(self):
        cleaned = super().clean()
        kind = KINDS.get(cleaned.get("kind"))
        if cleaned.get("then") and not (kind and kind.in_returns):
            raise ValidationError(
                _("Only quarterly figures stand in returns to submit or approve.")
            )
        if cleaned.get("early") and not cleaned.get("then"):
            self.add_error("early", _("Only what is submitted can be early: choose to submit it."))
        if cleaned.get("plans") and cleaned.get("kind") != "targets":
            raise ValidationError(
                _("Only targets belong to plans that replace or stand beside others.")
            )
        return cleaned


class OfficeReturnForm(forms.Form):
    """The return into which an office's own file is to be taken: a unit, and a quarter."""

    unit = forms.ChoiceField(label=_("Unit"))
    period = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, data, *, reader: User):
        super().__init__(data or None, auto_id="office_%s")
        code = data.get("unit", "")
        reach = AdministrativeUnit.objects.in_scope_of(reader)
        self._unit = reach.asked_for(code, today()) if code else None
        periods = sorted(periods_of(reader.unit).asked, reverse=True)
        self.fields["unit"].choices = [
            ("", _("– choose a unit –")),
            *units_to_choose(reader, self._unit, today()),
        ]
        self.fields["period"].choices = [
            (f"{one.year}-{one.number}", period_name(one)) for one in periods
        ]

    def clean_unit(self) -> AdministrativeUnit:
        if any(one.reports_itself for one in self._unit.children.select_related("parent")):
            raise ValidationError(_("Choose one of the units below it: they are in the list now."))
        if not self._unit.reports_itself:
            message = _("%(unit)s reports through the district above it.")
            raise ValidationError(message % {"unit": self._unit})
        return self._unit

    def clean_period(self) -> Quarter:
        year, number = self.cleaned_data["period"].split("-")
        return Quarter(int(year), int(number))


class WordsField(forms.CharField):
    """A few sentences, as long as they are stored: with single spaces, without line breaks."""

    def to_python(self, value):
        return tidy(super().to_python(value))


class AboutForm(forms.Form):
    """Words about a return as a whole, one of its rows (by registration number), or one cell."""

    number = forms.CharField(label=_("About"), required=False)
    field = forms.ChoiceField(label=_("Figure"), required=False)

    def __init__(self, *args, sheet=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        named = [(figure.code, figure.label) for figure in figures(sheet and sheet.year)]
        self.fields["field"].choices = [("", ""), *named]

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
        if cleaned.get("field") and "number" in cleaned and cleaned["number"] is None:
            self.add_error("field", _("A remark on a figure names its cooperative."))
        return cleaned

    @property
    def about(self) -> About | None:
        """The row or cell that the words are about; None where it is the return as a whole."""
        cooperative = self.cleaned_data["number"]
        return cooperative and About(cooperative, self.cleaned_data["field"])


class ReasonForm(AboutForm):
    """Why a return goes back."""

    reason = WordsField(
        label=_("Reason"),
        max_length=ReturnStep._meta.get_field("reason").max_length,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why, so that the unit knows what to do.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="reason_%s", **kwargs)


class RemarkForm(AboutForm):
    """A remark that stands open until it is settled."""

    text = WordsField(
        label=_("Remark"),
        max_length=Remark._meta.get_field("text").max_length,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="remark_%s", **kwargs)

    def save(self, *, by, at) -> Remark:
        """Keep the remark, with its return where that is not stored yet. Raises LockedError."""
        cooperative, field = self.about or (None, "")
        return Remark.objects.create(
            quarterly_return=self.sheet.made(),
            cooperative=cooperative,
            field=field,
            text=self.cleaned_data["text"],
            by=by,
            side=Remark.side_of(by),
            at=at,
        )


class AnswerForm(forms.Form):
    """An answer to a remark."""

    text = WordsField(
        label=_("Answer"),
        max_length=Remark._meta.get_field("text").max_length,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, remark: Remark, **kwargs):
        super().__init__(*args, auto_id=f"answer_{remark.pk}_%s", **kwargs)
        self.remark = remark


class AccountForm(forms.ModelForm):
    """What people change of their own account; the rest is an admin's."""

    class Meta:
        model = User
        fields = ["telephone", "gets_reminders"]
        help_texts = {"telephone": _("Seen by those who send you returns, or read yours.")}
        widgets = {"telephone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.is_to_be_reminded:
            del self.fields["gets_reminders"]
