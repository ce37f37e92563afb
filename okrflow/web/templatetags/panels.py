"""Leaving a place in a page for what rooms above have to show there."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from okrflow.web.panels import Place, panels_of

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, subject: Any = None) -> SafeString:
    """`{% panels "objective" objective %}`: the panels of that place, one after the other."""
    assert context.template is not None
    engine = context.template.engine
    shown = []
    for panel in panels_of(Place(place), subject, access=context["request"].access, now=timezone.now()):
        with context.push(**panel.context):
            shown.append(engine.get_template(panel.template).render(context))
    return mark_safe("".join(shown))  # noqa: S308 - rendered by templates, which escape
