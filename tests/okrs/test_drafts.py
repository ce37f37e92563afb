"""What people type is kept as they type, for their stream's members alone."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from okrflow.okrs.models import Cycle, Objective, ObjectiveDraft
from okrflow.okrs.services import DraftConflict, discard_draft, keep_draft
from okrflow.okrs.services.drafts import others_writing
from tests.metrics.northwind import Northwind
from tests.okrs.given import drafted, rights
from tests.okrs.test_pages import ROOT, client, content, sent

NEW = f"{ROOT}objectives/drafts/new/?stream=policy"


def patch(browser: Client, url: str, data: dict[str, Any], version: int | None = None) -> Any:
    headers = {"If-Match": f'"{version}"'} if version else {"If-None-Match": "*"}
    body = urlencode(data, doseq=True)
    return browser.patch(url, body, content_type="application/x-www-form-urlencoded", headers=headers)


def test_it_is_kept_and_restored_and_the_published_text_stays(nw: Northwind, running: Cycle) -> None:
    objective = drafted(nw, running, title="As it was")
    ben, url = client(nw, "ben"), f"{ROOT}objectives/drafts/of/{objective.uuid}/"

    first = patch(ben, url, sent(running, {"title": "New one"}, title="In the making", version="1"))
    second = patch(ben, url, sent(running, title="Still in the making", version="1"), version=1)

    assert (first.json(), second.json(), second["ETag"]) == ({"version": 1}, {"version": 2}, '"2"')
    assert Objective.objects.get().title == "As it was"
    page = content(ben.get(f"{ROOT}objectives/{objective.uuid}/edit/"))
    assert 'value="Still in the making"' in page
    assert "You were writing this" in page
    assert 'data-draft-version="2"' in page


def test_saving_takes_the_draft_away(nw: Northwind, running: Cycle) -> None:
    ben = client(nw, "ben")
    patch(ben, NEW, sent(running, title="In the making"))

    ben.post(f"{ROOT}objectives/new/?stream=policy", sent(running, title="Made"))

    assert not ObjectiveDraft.objects.exists()
    assert Objective.objects.get().title == "Made"


@pytest.mark.parametrize("stored", [True, False])
def test_what_a_saved_window_was_still_keeping_is_no_draft(
    nw: Northwind, running: Cycle, stored: bool
) -> None:
    ben, form, kept = client(nw, "ben"), f"{ROOT}objectives/new/?stream=policy", NEW
    if stored:
        objective = drafted(nw, running, title="As it was")
        form, kept = f"{objective.get_absolute_url()}edit/", f"{ROOT}objectives/drafts/of/{objective.uuid}/"
    (window,) = re.findall(r'name="window" value="(\w+)"', content(ben.get(form)))
    typed = sent(running, title="Made", version="1" if stored else "", window=window)

    ben.post(form, typed)
    late = patch(ben, kept, typed)

    assert late.status_code == 410
    assert not ObjectiveDraft.objects.exists()


def test_a_window_that_was_refused_goes_on_as_a_new_one(nw: Northwind, running: Cycle) -> None:
    ben, form = client(nw, "ben"), f"{ROOT}objectives/new/?stream=policy"
    refused = content(ben.post(form, sent(running, title="", window="0" * 32)))
    (window,) = re.findall(r'name="window" value="(\w+)"', refused)

    kept = patch(ben, NEW, sent(running, title="Better", window=window))

    assert kept.status_code == 200


def test_the_slower_window_is_told_and_nothing_is_lost(nw: Northwind, running: Cycle) -> None:
    ben = client(nw, "ben")
    patch(ben, NEW, sent(running, title="First window"))

    again = patch(ben, NEW, sent(running, title="Second window"))
    stale = patch(ben, NEW, sent(running, title="Second window"), version=7)

    assert (again.status_code, again.json()["version"]) == (412, 1)
    assert stale.status_code == 412
    assert ObjectiveDraft.objects.get().content["objective"]["title"] == "First window"
    assert patch(ben, NEW, sent(running, title="Second window"), version=1).status_code == 200


def test_what_it_asks_for(nw: Northwind, running: Cycle) -> None:
    ben = client(nw, "ben")
    form = "application/x-www-form-urlencoded"

    assert ben.patch(NEW, "title=x", content_type=form).status_code == 428
    wrong = ben.patch(NEW, "title=x", content_type=form, headers={"If-Match": '"x"'})
    assert wrong.status_code == 400
    large = patch(ben, NEW, {"title": "x" * 400_000})
    assert large.status_code == 413
    assert patch(ben, NEW, {"title": "a\x00b"}).status_code == 200
    assert patch(client(nw, "lin"), NEW, {"title": "x"}).status_code == 403
    assert patch(client(nw, "olga"), NEW, {"title": "x"}).status_code == 404


def test_it_is_thrown_away(nw: Northwind, running: Cycle) -> None:
    ben = client(nw, "ben")
    patch(ben, NEW, sent(running, title="Never mind"))

    answer = ben.post(NEW)

    assert answer.url == f"{ROOT}objectives/new/?stream=policy"
    assert not ObjectiveDraft.objects.exists()


def test_the_streams_members_see_who_writes_and_read_it(nw: Northwind, running: Cycle) -> None:
    patch(client(nw, "mia"), NEW, sent(running, {"title": "Faster"}, title="Mia's idea"))
    uuid = ObjectiveDraft.objects.get().uuid

    page = content(client(nw, "ben").get(f"{ROOT}streams/policy/okrs/"))
    assert "Mia is writing" in page and "Mia&#x27;s idea" in page
    assert "Faster" in content(client(nw, "vic").get(f"{ROOT}objectives/drafts/{uuid}/"))
    for stranger in ("lin", "ada", "olga"):
        assert client(nw, stranger).get(f"{ROOT}objectives/drafts/{uuid}/").status_code == 404
    assert "is writing" not in content(client(nw, "lin").get(f"{ROOT}streams/policy/okrs/"))


def test_the_organisations_are_seen_by_its_administrators(nw: Northwind) -> None:
    keep = {"value_stream": None, "objective": None, "base_version": None, "version": None}
    content = {"objective": {}, "rows": [], "known": []}
    keep_draft(rights=rights(nw, "ada"), content=content, **keep)

    assert [each.author for each in others_writing(rights(nw, "adam"), None)] == [nw.ada]
    assert others_writing(rights(nw, "ben"), None) == []


def test_kept_by_nobody_who_saved_it_meanwhile(nw: Northwind) -> None:
    of = {"rights": rights(nw, "ben"), "value_stream": nw.policy, "objective": None}
    content = {"objective": {}, "rows": [], "known": []}
    keep_draft(**of, content=content, base_version=None, version=None)
    discard_draft(**of)

    with pytest.raises(DraftConflict) as conflict:
        keep_draft(**of, content=content, base_version=None, version=1)
    assert conflict.value.stored is None


def test_content_is_text_only(nw: Northwind, running: Cycle) -> None:
    patch(client(nw, "ben"), NEW, sent(running, {"title": "x"}, title="T", organisation="2", known="abc"))

    kept = ObjectiveDraft.objects.get()
    assert set(kept.content["objective"]) == {"title", "why", "cycle", "supports"}
    assert kept.organisation == nw.organisation
