"""What sign-in pages show in the demo."""

from django import template

from okrflow.accounts import demo

register = template.Library()


@register.simple_tag
def demo_people() -> list[demo.DemoPerson]:
    return demo.people()


@register.simple_tag
def demo_mailbox() -> bool:
    return demo.has_mailbox()
