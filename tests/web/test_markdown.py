"""Hostile and ordinary Markdown (attacks 12)."""

import re

import pytest

from okrflow.web.markdown import TAGS, rendered


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x]( javascript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](\x01javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](<javascript:alert(1)>)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<a href='javascript:alert(1)'>x</a>",
    ],
)
def test_no_script_is_ever_a_link(text: str) -> None:
    links = re.findall(r'href="([^"]*)"', rendered(text))

    assert not [link for link in links if "script" in link.lower() or link.startswith("data:")]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://elsewhere.example/pixel.png)",
        "<style>*{display:none}</style>",
        "<svg/onload=alert(1)>",
        "<iframe src=//elsewhere.example>",
        '[x](https://a.example "\\" onmouseover=alert(1)")',
        "<!-- --><b onclick=alert(1)>",
        "# A heading",
        "```<script>\nalert(1)\n```",
        "<details open ontoggle=alert(1)>",
    ],
)
def test_only_named_tags_and_links_come_out(text: str) -> None:
    html = rendered(text)

    assert set(re.findall(r"<([a-z0-9]+)", html)) <= TAGS
    assert set(re.findall(r"<[a-z]+ ([a-z]+)=", html)) <= {"href"}
    assert not re.search(r"<[^>]*\son\w+=", html)


def test_what_people_write_comes_out() -> None:
    html = rendered("**Not** yet:\nsee [this](https://a.example/?x=1&y=2)\n\n- one\n- `two`")

    assert "<strong>Not</strong> yet:<br" in html
    assert 'href="https://a.example/?x=1&amp;y=2"' in html
    assert 'rel="nofollow noopener noreferrer"' in html
    assert "<li>one</li>" in html
    assert "<code>two</code>" in html


def test_a_deep_nest_is_borne() -> None:
    assert rendered("> " * 2000 + "x") is not None
    assert rendered("[" * 2500 + "x" + "]" * 2500) is not None
