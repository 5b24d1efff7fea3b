"""A district's quarterly return: its rows of figures, its workflow, and what was said about it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..catalogue.figures import figure_named
from ..ground.calendar import Quarter, today
from ..ground.printing import NOTHING
from ..ground.unit_names import unit_inside
from ..ground.wording import period_inside
from ..rights.permissions import Permission
from .base import Record, RecordQuerySet
from .kinds import Kind
from .organisations import Organisation
from .reports import Figures
from .units import AdministrativeUnit, any_path_starts, path_starts


class QuarterlyReturnQuerySet(RecordQuerySet):
    def in_scope_of(self, user):
        """Returns of units within the user's scope."""
        return self.filter(user.scope("unit__path"))

    def counted(self):
        """Returns whose figures count: submitted at least once (design 1.3)."""
        return self.exclude(state=QuarterlyReturn.State.DRAFT)


class QuarterlyReturn(Record):
    """One reporting unit's figures for one quarter, with one workflow state."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a return", "being entered")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", pgettext_lazy("state of a return", "sent back")
        APPROVED = "approved", _("approved")

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="returns", verbose_name=_("unit")
    )
    year = models.IntegerField(_("year"))
    quarter = models.IntegerField(_("quarter"), choices=[(n, str(n)) for n in (1, 2, 3, 4)])
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    moved_due_on = models.DateField(
        _("moved due day"),
        null=True,
        blank=True,
        help_text=_("Blank keeps the usual day after the quarter's end."),
    )
    extra = models.JSONField(
        _("figures of entered indicators"), default=dict, blank=True, editable=False
    )
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    objects = QuarterlyReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("quarterly return")
        verbose_name_plural = _("quarterly returns")
        ordering = ["-year", "-quarter", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "quarter"],
                name="one_return_a_quarter",
                violation_error_message=_("This unit already has a return for that quarter."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="return_quarter_is_known"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1945, 2200)), name="return_year_is_plausible"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "returned", "approved"]),
                name="return_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.period}"

    @property
    def name_inside(self) -> str:
        """Which return it is, inside a sentence: "huyện Ba Bể, quý III/2024"."""
        return f"{unit_inside(self.unit.name)}, {period_inside(self.period)}"

    @property
    def period(self) -> Quarter:
        """The quarter reported on."""
        return Quarter(self.year, self.quarter)

    @property
    def is_open(self) -> bool:
        """Whether its figures may be changed: never sent, or sent back."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)


class ReturnStepQuerySet(RecordQuerySet):
    def standing(self):
        """Steps that hold: neither taken back, nor the taking back of one (design 1.2)."""
        return self.filter(takes_back=None, taken_back_by=None)


class ReturnStep(Record):
    """One step of a return's workflow; steps are added, never changed, and tell the rounds.

    takes_back: the step that this one takes back, of a `TAKE_BACK` alone.
    """

    NAMED_BY = ("step",)

    class Step(models.TextChoices):
        SUBMIT = "submit", _("submitted")
        APPROVE = "approve", _("approved")
        SEND_BACK = "send_back", _("sent back")
        REOPEN = "reopen", _("reopened")
        TAKE_BACK = "take_back", _("taken back")

    quarterly_return = models.ForeignKey(
        QuarterlyReturn, models.CASCADE, related_name="steps", verbose_name=_("quarterly return")
    )
    step = models.CharField(_("step"), max_length=9, choices=Step)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Blank where a command did it."),
    )
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    takes_back = models.OneToOneField(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="taken_back_by",
        verbose_name=_("takes back"),
    )

    objects = ReturnStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a return")
        verbose_name_plural = _("steps of returns")
        ordering = ["quarterly_return", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=["submit", "approve", "take_back"]) | ~Q(reason=""),
                name="sending_back_needs_a_reason",
                violation_error_message=_("Say why the return goes back."),
            ),
            models.CheckConstraint(
                condition=Q(step="take_back", takes_back__isnull=False)
                | (~Q(step="take_back") & Q(takes_back__isnull=True)),
                name="taking_back_names_a_step",
                violation_error_message=_("A taking back names the step that it takes back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarterly_return}: {self.get_step_display()}"

    @property
    def stands(self) -> bool:
        """What `standing` asks for: it was not taken back, nor is it a taking back."""
        return self.takes_back_id is None and getattr(self, "taken_back_by", None) is None


class ReturnOpening(Record):
    """That an officer has opened the page of a submitted return: the first time of each round.

    step: the submission. From then on the district takes it back no more. by: None for a submission
    of before openings were kept, which any officer may have seen by then; at is its own time.
    """

    step = models.OneToOneField(
        ReturnStep, models.CASCADE, related_name="opening", verbose_name=_("submission")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("opening of a return")
        verbose_name_plural = _("openings of returns")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.step}, {self.by or NOTHING}"


def figures_in_scope(user) -> Q:
    """The condition of `QuarterlyFiguresQuerySet.in_scope_of`, for rows and for their versions."""
    column = "quarterly_return__unit__path"
    whole = user.scope(column)
    if not (user.unit_id and user.unit.partly_paths):
        return whole
    now = Organisation.objects.in_scope_of(user, today()).order_by().values("pk")
    return whole | any_path_starts(user.unit.partly_paths, column) & Q(cooperative__in=now)


class QuarterlyFiguresQuerySet(RecordQuerySet):
    def in_scope_of(self, user):
        """Rows of returns within the user's scope; of a return of a unit that went to several
        others, those of the cooperatives that lie in the scope now.
        """
        return self.filter(figures_in_scope(user))

    def filed_under(self, unit):
        """Rows of returns of a unit, or of one under it: what its staff may read."""
        return self.filter(path_starts(unit.path, "quarterly_return__unit__path"))

    def counted(self):
        """Rows of returns that were submitted at least once."""
        return self.exclude(quarterly_return__state=QuarterlyReturn.State.DRAFT)


class QuarterlyFigures(Figures):
    """One cooperative's row for one quarter.

    Money is of the quarter; members and managers are as at its end. The row stays in the return it
    was entered in when the cooperative moves.
    """

    NAMED_BY = ("year", "quarter")

    cooperative = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="quarterly_figures",
        limit_choices_to={"kind": Kind.COOPERATIVE},
        verbose_name=_("cooperative"),
    )
    quarterly_return = models.ForeignKey(
        QuarterlyReturn, models.PROTECT, related_name="rows", verbose_name=_("quarterly return")
    )
    year = models.IntegerField(_("year"))
    quarter = models.IntegerField(_("quarter"), choices=[(n, str(n)) for n in (1, 2, 3, 4)])
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = QuarterlyFiguresQuerySet.as_manager()

    class Meta(Figures.Meta):
        abstract = False
        verbose_name = _("quarterly figures")
        verbose_name_plural = _("quarterly figures")
        ordering = ["-year", "-quarter", "cooperative"]
        constraints = [
            *Figures.Meta.constraints,
            models.UniqueConstraint(
                fields=["cooperative", "year", "quarter"],
                name="one_row_a_quarter",
                violation_error_message=_("This cooperative already has a row for that quarter."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="figures_quarter_is_known"
            ),
        ]
        indexes = [models.Index(fields=["year", "quarter"], name="figures_by_quarter")]

    def __str__(self) -> str:
        return f"{self.cooperative}, {Quarter(self.year, self.quarter)}"


class RemarkQuerySet(RecordQuerySet):
    def still_open(self):
        """What is not settled; answers stand and fall with what they answer."""
        return self.filter(is_settled=False, in_answer_to=None)


class Remark(Record):
    """A word about a return, one of its cooperatives or one cell, open until the side that said it
    settles it; or an answer to such a word, which stands and falls with it.
    """

    class Side(models.TextChoices):
        """For whom somebody speaks: whoever decides about returns, or whoever fills them."""

        OFFICER = "officer", _("who approves")
        DISTRICT = "district", _("who reports")

    quarterly_return = models.ForeignKey(
        QuarterlyReturn, models.CASCADE, related_name="remarks", verbose_name=_("quarterly return")
    )
    cooperative = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cooperative"),
    )
    field = models.CharField(_("figure"), max_length=30, blank=True)
    text = models.CharField(_("text"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    side = models.CharField(_("side"), max_length=8, choices=Side, default=Side.OFFICER)
    at = models.DateTimeField(_("at"))
    is_settled = models.BooleanField(_("settled"), default=False)
    in_answer_to = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("in answer to"),
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["quarterly_return", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(field="") | Q(cooperative__isnull=False),
                name="remark_on_a_cell_names_its_row",
                violation_error_message=_("A remark on a figure names its cooperative."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="remark_has_text",
                violation_error_message=_("Write what the remark says."),
            ),
            models.CheckConstraint(
                condition=Q(side__in=["officer", "district"]), name="remark_side_is_known"
            ),
            models.CheckConstraint(
                condition=Q(in_answer_to__isnull=True) | Q(is_settled=False),
                name="an_answer_is_not_settled_by_itself",
                violation_error_message=_("An answer is settled with what it answers."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def side_of(cls, person) -> "Remark.Side":
        """The side for which a person speaks."""
        return cls.Side.OFFICER if person.may(Permission.RETURN_DECIDE) else cls.Side.DISTRICT

    def own_rules(self):
        if self.field and figure_named(self.field) is None:
            message = _("There is no such figure: choose one of the table.")
            yield ("field",), ValidationError(message, code="no_such_figure")

    @property
    def field_label(self) -> str:
        """The name of the figure that it is about, "" where it is about none."""
        figure = figure_named(self.field)
        return str(figure.name) if figure else self.field


class WarningAnswer(Record):
    """Why an unusual value is right all the same; void once a value that the warning is about
    changes. It is about a cooperative's figures or about those of a unit.

    beside: the other values (`checks.Finding.beside`): of the row, and of the quarter before.
    """

    NAMED_BY = ("rule",)

    figures = models.ForeignKey(
        QuarterlyFigures,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("quarterly figures"),
    )
    unit_figures = models.ForeignKey(
        "UnitFigures",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("figures of a unit"),
    )
    rule = models.CharField(_("rule"), max_length=50)
    value = models.BigIntegerField(_("value answered for"))
    beside = models.CharField(
        _("other values answered for"), max_length=100, blank=True, editable=False
    )
    text = models.CharField(_("explanation"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("answer to a warning")
        verbose_name_plural = _("answers to warnings")
        ordering = ["figures", "rule", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["figures", "rule", "value", "beside"],
                name="one_answer_for_values",
                violation_error_message=_("This warning already has an answer."),
            ),
            models.UniqueConstraint(
                fields=["unit_figures", "rule", "value", "beside"],
                name="one_answer_for_values_of_a_unit",
                violation_error_message=_("This warning already has an answer."),
            ),
            models.CheckConstraint(
                condition=Q(figures__isnull=False, unit_figures__isnull=True)
                | Q(figures__isnull=True, unit_figures__isnull=False),
                name="answer_is_about_one_row",
                violation_error_message=_(
                    "An answer is about the figures of a cooperative, or about those of a unit."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.rule}"

    @property
    def row(self) -> Record:
        """The figures that it is about."""
        return self.figures or self.unit_figures

    @property
    def whose(self) -> str:
        """The name of the cooperative, or of the unit, whose figures they are."""
        return self.figures.cooperative.name if self.figures else self.unit_figures.unit.name
