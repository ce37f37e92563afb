"""What people write in Markdown, as HTML that can't do harm: no HTML of theirs, no pictures, links to the web and to mail only.

Twice sure: markdown-it-py escapes all HTML and refuses scripts as links, and nh3 keeps only the tags and attributes
that are named here.
"""

from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# headings would break the outline of the page that the text stands on
_MARKDOWN: Final = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable("strikethrough")
    .disable(["image", "heading", "lheading", "html_block", "html_inline"])
)
TAGS: Final = {
    "a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul",
}  # fmt: skip
SCHEMES: Final = {"http", "https", "mailto"}
RELATION: Final = "nofollow noopener noreferrer"


def rendered(text: str) -> SafeString:
    """The text as safe HTML."""
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=RELATION,
    )
    return mark_safe(html)  # noqa: S308 - cleaned by nh3
