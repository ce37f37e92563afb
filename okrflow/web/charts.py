"""Charts: Vega-Lite specifications as inline SVG in the page's own colours, and as PNG for documents.

Colours are CSS custom properties, so that one rendering serves light and dark. Marks get a `<title>`: hovering
tells the values, as the table beside the chart does. "url(#waiting)" as a colour is the hatch that stands for waiting.
"""

import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree
from zlib import crc32

import vl_convert
from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

from okrflow.web.marked_charts import described, with_marks
from okrflow.web.marks import Mark
from okrflow.web.numbers import NARROW_SPACE, decimal_mark

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "{http://www.w3.org/1999/xlink}href"
THEME: Final = {
    "font": "system-ui, sans-serif",
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--muted)",
        "titleColor": "var(--muted)",
        "titleFontWeight": 400,
        "gridColor": "var(--line)",
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
        "labelFontSize": 12,
        "titleFontSize": 12,
    },
    "legend": {"labelColor": "var(--muted)", "titleColor": "var(--muted)", "labelFontSize": 12},
    "text": {"fill": "var(--muted)", "fontSize": 12},
    "title": {
        "anchor": "start",
        "color": "var(--text)",
        "subtitleColor": "var(--muted)",
        "fontSize": 17,
        "subtitleFontSize": 13,
        "subtitlePadding": 6,
        "offset": 14,
    },
    "line": {"strokeWidth": 2},
    "rule": {"strokeWidth": 1.5},
}
PNG_WIDTH: Final = 720
PNG_SCALE: Final = 2
_TITLE_LETTERS: Final = 82
_HATCH: Final = (
    '<defs xmlns="http://www.w3.org/2000/svg"><pattern id="waiting" width="6" height="6"'
    ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="var(--accent)" fill-opacity="0.2"/>'
    '<rect width="2.4" height="6" fill="var(--accent)"/></pattern></defs>'
)
_BASE: Final = "https://vega.github.io/vega-datasets/"
"""What Vega puts before addresses of its own accord."""

ElementTree.register_namespace("", SVG)


def svg(
    spec: Mapping[str, Any], *, title: str, description: str = "", marks: Sequence[Mark] = ()
) -> SafeString:
    """A Vega-Lite specification (without `config`) as SVG, with its title and description for screen readers.

    `marks` are periods drawn behind a chart over time; list them beside it by includes/marks.html, which links them.
    """
    drawn = _drawn({"width": 720, "height": 240, **spec}, marks)
    # Ids are unique in a page of many charts.
    root = ElementTree.fromstring(drawn.replace("#waiting", f"#waiting-{crc32(drawn.encode()):x}"))  # noqa: S314
    _hatch(root)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    links = [_own_address(link) for link in root.iter(f"{{{SVG}}}a")]
    # The parts of an image can't be reached by those who listen; links have to be.
    root.set("role", "group" if links else "img")
    root.set("aria-label", " ".join(filter(None, (f"{title}.", description, described(marks)))))
    for mark in list(root.iter()):
        if mark.get("role") == "graphics-symbol" and (words := mark.get("aria-label")) and not len(mark):
            ElementTree.SubElement(mark, f"{{{SVG}}}title").text = words
        mark.attrib.pop("aria-roledescription", None)
    # vl-convert escapes every text of the data; what ElementTree writes is well-formed.
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))  # noqa: S308


def png(spec: Mapping[str, Any], *, title: str, subtitle: str = "", marks: Sequence[Mark] = ()) -> bytes:
    """The same as a picture that stands alone: its title above it, in the light theme's colours on white."""
    width = spec.get("width", PNG_WIDTH)
    heading = {"text": textwrap.wrap(title, _TITLE_LETTERS), "subtitle": subtitle}
    whole = {"height": 240, **spec, "width": max(width, PNG_WIDTH), "title": heading, "padding": 20}
    drawn = _drawn(whole, marks)
    root = ElementTree.fromstring(drawn)  # noqa: S314 - vl-convert wrote it a moment ago
    _hatch(root)
    ground = ElementTree.Element(f"{{{SVG}}}rect", {"width": "100%", "height": "100%", "fill": "#fff"})
    root.insert(0, ground)
    picture = _concrete(ElementTree.tostring(root, encoding="unicode"))
    return bytes(vl_convert.svg_to_png(picture, scale=PNG_SCALE))


def _drawn(spec: Mapping[str, Any], marks: Sequence[Mark]) -> str:
    """The SVG as Vega writes it, with the reader's decimal mark on the axes."""
    locale = {
        "decimal": decimal_mark.get(),
        "thousands": NARROW_SPACE,
        "grouping": [3],
        "currency": ["", ""],
    }
    return str(vl_convert.vegalite_to_svg({**with_marks(spec, marks), "config": THEME}, format_locale=locale))


def _hatch(root: ElementTree.Element) -> None:
    """Define the hatch where it is used, under the name that it has there."""
    fills = (fill for each in root.iter() if (fill := each.get("fill", "")).startswith("url(#waiting"))
    used = next(fills, None)
    if used is not None:
        definitions = ElementTree.fromstring(_HATCH)  # noqa: S314 - a constant
        definitions[0].set("id", used[len("url(#") : -1])
        root.insert(0, definitions)


def _own_address(link: ElementTree.Element) -> str:
    """Give a link the address that the data hold."""
    address = link.attrib.pop(XLINK).removeprefix(_BASE)
    link.set("href", address)
    return address


def _concrete(drawn: str) -> str:
    """The drawing in the light theme's colours, with a font that every machine has."""
    colours = light_colours()
    named = re.sub(r"var\(--([\w-]+)\)", lambda match: colours[match[1]], drawn)
    return named.replace("system-ui, sans-serif", "sans-serif")


@cache
def light_colours() -> dict[str, str]:
    """The colours of the style sheet's tokens, by name, in the light theme."""
    sheet = Path(str(finders.find("tokens.css"))).read_text(encoding="utf-8")
    tokens = re.findall(r"--([\w-]+): (?:light-dark\((#\w+), #\w+\)|(#\w+));", sheet)
    return {name: light or plain for name, light, plain in tokens}
