"""The looks of mails: mail programs read styles of single elements only, so each gets its own."""

import re
from typing import Final

from django.utils.safestring import SafeString, mark_safe

_MUTED: Final = "color:#566068"
STYLES: Final = {
    "body": "margin:0;padding:0;background:#f7f8f8;color:#14191c;font:16px/1.5 system-ui,Segoe UI,sans-serif",
    "main": "display:block;max-width:720px;margin:0 auto;padding:24px 16px;background:#ffffff",
    "h1": "font-size:20px;line-height:1.3;margin:0 0 16px",
    "h2": "font-size:16px;line-height:1.4;margin:32px 0 8px",
    "h3": "font-size:16px;line-height:1.4;margin:16px 0 4px",
    "p": "margin:0 0 8px",
    "ul": "margin:0 0 8px;padding:0 0 0 20px",
    "li": "margin:0 0 6px",
    "a": "color:#0b6b6b",
    "a.button": "display:inline-block;padding:8px 16px;border-radius:8px;background:#0b6b6b;color:#ffffff;text-decoration:none",
    "small": f"font-size:14px;{_MUTED}",
    "img": "display:block;width:100%;max-width:720px;height:auto;border:1px solid #dfe3e5;border-radius:8px;margin:8px 0",
    "footer": f"display:block;margin:32px 0 0;padding:16px 0 0;border-top:1px solid #dfe3e5;font-size:14px;{_MUTED}",
}
"""By element, or by element and class."""
_TAG: Final = re.compile(r'<(\w+)(?: class="(\w+)")?(?=[ >])')


def with_styles(html: SafeString) -> SafeString:
    """The HTML of a template with the style of each element; what people wrote is escaped, so no tag is theirs."""
    return mark_safe(_TAG.sub(_styled, html))  # noqa: S308


def _styled(tag: re.Match[str]) -> str:
    name = f"{tag[1]}.{tag[2]}" if tag[2] else tag[1]
    return f'<{tag[1]} style="{STYLES[name]}"' if name in STYLES else tag[0]
