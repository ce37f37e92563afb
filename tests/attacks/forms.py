"""The forms of a page, as a browser would send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.within: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.within = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.within)
        if self.within is None or tag not in {"input", "select", "textarea", "button", "option"}:
            return
        if tag == "option":
            if self.select and ("selected" in given or not self.within.fields[self.select]):
                self.within.fields[self.select] = given.get("value", "")
            return
        self.select = given.get("name", "") if tag == "select" else ""
        if name := given.get("name"):
            self.within.fields.setdefault(name, given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.within = None


def forms_of(html: str, page: str) -> Iterator[Form]:
    """Every form of the page, its address filled in."""
    reader = Reader()
    reader.feed(html)
    for form in reader.forms:
        form.action = form.action or page
        yield form
