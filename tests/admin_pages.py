"""The pages of the admin site as a browser has them: their forms, and what it would send back."""

import json
from typing import Any

from django.forms import BaseForm, ModelForm
from django.utils import translation


def forms_on(response) -> list[ModelForm]:
    """The form of a page's record, and those of the stored records that are edited with it."""
    inlines = response.context.get("inline_admin_formsets", [])
    beside = [form for inline in inlines for form in inline.formset.initial_forms]
    return [response.context["adminform"].form, *beside]


def sent_by_page(response) -> dict[str, Any]:
    """What is sent by who changes nothing: numbers as the page's language writes them."""
    data: dict[str, Any] = {}
    with translation.override(response.wsgi_request.LANGUAGE_CODE):
        for inline in response.context.get("inline_admin_formsets", []):
            data |= sent_by_form(inline.formset.management_form)
        for form in forms_on(response):
            data |= sent_by_form(form)
    return data


def sent_by_form(form: BaseForm) -> dict[str, Any]:
    """The values of one form, with those that it carries as shown."""
    sent = {}
    for bound in form:
        widget = getattr(bound.field.widget, "widget", bound.field.widget)
        name, value = bound.html_name, bound.value()
        if bound.field.show_hidden_initial:
            hidden = bound.field.hidden_widget().get_context("", value, {})["widget"]
            # A page that came back carries what it was made to carry, whatever was typed.
            carried = form.data.get(bound.html_initial_name, hidden["value"])
            sent[bound.html_initial_name] = carried or ""
        context = widget.get_context(name, bound.field.prepare_value(value), {})["widget"]
        for part in context.get("subwidgets") or [context]:
            if part.get("type") == "checkbox":
                if part["attrs"].get("checked"):
                    sent[part["name"]] = "on"
            elif "optgroups" in part:
                sent[part["name"]] = "" if value is None else value
            elif part["value"] is not None:
                sent[part["name"]] = part["value"]
    return sent


def errors_of(response) -> str:
    """All that the forms of a page refuse."""
    inlines = [
        inline.formset.errors for inline in response.context.get("inline_admin_formsets", [])
    ]
    return json.dumps([response.context["adminform"].form.errors, inlines], ensure_ascii=False)
