"""Writing an objective as people do: by mouse, by keyboard alone, in two windows, and two people at once."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Invite, Reader
from tests.browser.people import arriving, bring
from tests.real import Launcher

NEW = "/o/northwind/objectives/new/?stream=policy"
BEN = "Ben Okafor"


def ben_at(invite: Invite, **options: bool) -> Reader:
    reader = invite(**options)
    reader.sign_in_to_demo(BEN)
    reader.page.on("dialog", lambda dialog: dialog.accept())
    return reader


def titles(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator("[name^=kr-][name$=-title]").all()]


def throw_away(page: Page) -> None:
    page.goto(NEW)
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("is thrown away")).to_be_visible()


def test_key_results_are_dragged_and_moved_by_the_arrow_keys(invite: Invite) -> None:
    page = ben_at(invite).go(f"{NEW}&from=flow-time")
    page.set_viewport_size({"width": 1280, "height": 1800})
    first, second = titles(page)

    page.locator("#kr-1-grip").drag_to(page.locator("#kr-0"), target_position={"x": 40, "y": 5})
    expect(page.locator("#id_kr-0-title")).to_have_value(second)
    expect(page.locator("#kr-0-grip")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#id_kr-0-title")).to_have_value(first)

    expect(page.locator("#kr-1-grip")).to_be_focused()
    expect(page.locator("#status")).to_have_text("It is now number 2 of 2.")


def test_a_metric_is_searched_for_and_picked_by_keyboard_alone(invite: Invite) -> None:
    page = ben_at(invite).go(NEW)

    page.locator("[data-pick]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Search metrics")).to_be_focused()
    page.keyboard.type("mobile nps")
    expect(page.locator("[data-choice]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("#picker")).to_be_hidden()
    expect(page.locator("#kr-0-proposal")).to_contain_text("points")
    expect(page.locator("#id_kr-0-baseline")).not_to_have_value("")
    expect(page.locator("[data-pick]")).to_be_focused()
    expect(page.locator("#draft-status")).to_contain_text("Kept at")
    throw_away(page)


def test_nothing_typed_while_a_key_result_is_added_is_lost(invite: Invite) -> None:
    page = ben_at(invite).go(NEW)
    held: list[Route] = []
    page.route("**/objectives/new/**", lambda route: route.continue_() if held else held.append(route))
    page.locator("#id_kr-0-title").fill("One")
    with page.expect_request("**/objectives/new/**"):
        page.locator("#kr-add").click()
    page.locator("#kr-add").click()
    page.locator("#id_kr-0-title").focus()
    expect(page.locator("#kr-add")).to_be_focused()

    page.get_by_label("Objective", exact=True).fill("Quotes in a minute")
    page.keyboard.press("Tab")
    held[0].continue_()

    expect(page.locator("#id_kr-1-title")).to_be_visible()
    assert titles(page) == ["One", ""]
    page.locator("#id_kr-0-title").fill("One of two")
    expect(page.get_by_label("Objective", exact=True)).to_have_value("Quotes in a minute")
    expect(page.locator("#draft-status")).to_contain_text("Kept at")
    throw_away(page)


def test_without_an_answer_the_key_results_stay_as_they_are(invite: Invite) -> None:
    ben = ben_at(invite)
    page = ben.go(NEW)
    page.route("**/objectives/new/**", lambda route: route.abort())
    page.locator("#id_kr-0-title").fill("One")
    page.locator("#kr-add").click()

    expect(page.locator("#draft-status")).to_contain_text("Not done: the server did not answer.")
    expect(page.locator("#kr-add")).to_be_focused()
    assert titles(page) == ["One"]
    page.unroute("**/objectives/new/**")
    page.locator("#kr-add").click()
    expect(page.locator("#id_kr-1-title")).to_be_focused()
    assert titles(page) == ["One", ""]
    expect(page.locator("#draft-status")).to_contain_text("Kept at")
    ben.troubles.clear()
    throw_away(page)


def test_what_is_typed_is_kept_and_there_again(invite: Invite) -> None:
    page = ben_at(invite).go(NEW)
    page.get_by_label("Objective", exact=True).fill("Quotes in a minute")
    expect(page.locator("#draft-status")).to_contain_text("Kept at")

    page.goto("/o/northwind/")
    page.goto(NEW)

    expect(page.get_by_text("You were writing this")).to_be_visible()
    expect(page.get_by_label("Objective", exact=True)).to_have_value("Quotes in a minute")
    throw_away(page)
    expect(page.get_by_label("Objective", exact=True)).to_have_value("")


def test_two_windows_of_one_person_lose_nothing(invite: Invite) -> None:
    reader = ben_at(invite)
    one = reader.go(NEW)
    two = reader.context.new_page()
    two.on("dialog", lambda dialog: dialog.accept())
    two.goto(NEW)
    one.get_by_label("Objective", exact=True).fill("In the first window")
    expect(one.locator("#draft-status")).to_contain_text("Kept at")

    two.get_by_label("Objective", exact=True).fill("In the second window")
    expect(two.get_by_text("Written in another window, too")).to_be_visible()
    two.get_by_role("button", name="Keep this window").click()
    expect(two.locator("#draft-status")).to_contain_text("Kept at")

    expect(one.get_by_label("Objective", exact=True)).to_have_value("In the first window")
    throw_away(two)
    reader.troubles.clear()


def test_two_editors_at_once_see_both_texts(okrflow: Launcher, invite: Invite) -> None:
    """Mo, who leads Claims, and Mia, a member: the second to save sees both texts and chooses."""
    bring(okrflow)
    one, two = arriving(invite, "Mo"), arriving(invite, "Mia")
    page = one.go("/o/northwind/objectives/new/?stream=claims")
    page.get_by_label("Objective", exact=True).fill("As it was")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="As it was")).to_be_visible()
    address = page.url
    one.go(f"{address}edit/")
    two.go(f"{address}edit/")

    two.page.get_by_label("Objective", exact=True).fill("Theirs")
    two.page.get_by_role("button", name="Save the draft").click()
    expect(two.page.get_by_role("heading", name="Theirs")).to_be_visible()
    two.go("/o/northwind/")
    page.get_by_label("Objective", exact=True).fill("Mine")
    page.get_by_label(re.compile("^Why")).fill("Because.")
    page.get_by_role("button", name="Save the draft").click()

    expect(page.get_by_text("Your text is in the fields below")).to_be_visible()
    expect(page.get_by_label("Objective", exact=True)).to_have_value("Mine")
    page.get_by_label("Take theirs for Objective: Theirs").check()
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="Theirs")).to_be_visible()
    expect(page.get_by_text("Because.")).to_be_visible()
    one.troubles.clear()  # the conflict
    page.get_by_role("button", name="Delete the draft").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
