"""Charts: Vega-Lite specifications as inline SVG in the page's own colours.

Colours are CSS custom properties, so that one rendering serves light and dark. Marks get a `<title>`: hovering
tells the values, as the table beside the chart does.
"""

from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree

import vl_convert
from django.utils.safestring import SafeString, mark_safe

SVG: Final = "http://www.w3.org/2000/svg"
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
    "line": {"strokeWidth": 2},
    "rule": {"strokeWidth": 1.5},
}

ElementTree.register_namespace("", SVG)


def svg(spec: Mapping[str, Any], *, title: str, description: str = "") -> SafeString:
    """A Vega-Lite specification (without `config`) as SVG, with its title and description for screen readers."""
    drawn = vl_convert.vegalite_to_svg({"width": 720, "height": 240, **spec, "config": THEME})
    root = ElementTree.fromstring(drawn)  # noqa: S314 - vl-convert wrote it a moment ago
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("role", "img")
    root.set("aria-label", f"{title}. {description}".strip())
    for mark in list(root.iter()):
        if mark.get("role") == "graphics-symbol" and (words := mark.get("aria-label")) and not len(mark):
            ElementTree.SubElement(mark, f"{{{SVG}}}title").text = words
        mark.attrib.pop("aria-roledescription", None)
    # vl-convert escapes every text of the data; what ElementTree writes is well-formed.
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))  # noqa: S308
