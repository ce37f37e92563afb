"""Mentioning somebody while one writes a comment: by keyboard, by mouse, and without scripts."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Invite, Reader

BEN = "Ben Okafor"


def at_comments(invite: Invite, **options: bool) -> Page:
    """Ben before the box for a comment on an objective of Policy."""
    reader: Reader = invite(**options)
    reader.sign_in_to_demo(BEN)
    page = reader.go("/o/northwind/streams/policy/okrs/")
    page.get_by_role("link", name="Customers love our mobile experience").first.click()
    page.wait_for_url("**/objectives/**")  # loaded, with its scripts
    page.get_by_label("Add a comment").focus()
    return page


def test_a_name_is_chosen_by_keyboard(invite: Invite) -> None:
    page = at_comments(invite)
    box, people = page.get_by_label("Add a comment"), page.get_by_role("listbox", name="People")

    page.keyboard.type("Look, @ad")
    expect(people).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#status")).to_contain_text("People you can mention")
    count = people.get_by_role("option").count()
    first = people.get_by_role("option").first.inner_text()
    for _ in range(count):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(box).to_have_value(f"Look, @{first} ")
    expect(people).to_be_hidden()
    expect(box).not_to_have_attribute("aria-expanded", "true")
    page.keyboard.type("please")
    expect(people).to_be_hidden()


def test_tab_takes_and_escape_leaves_it_as_typed(invite: Invite) -> None:
    page = at_comments(invite)
    box, people = page.get_by_label("Add a comment"), page.get_by_role("listbox", name="People")

    page.keyboard.type("@ad")
    expect(people).to_be_visible()
    page.keyboard.press("Escape")
    expect(people).to_be_hidden()
    expect(box).to_have_value("@ad")

    page.keyboard.type(" and @ad")
    expect(people).to_be_visible()
    chosen = people.get_by_role("option", selected=True).inner_text()
    page.keyboard.press("Tab")
    expect(box).to_have_value(f"@ad and @{chosen} ")
    expect(box).to_be_focused()


def test_a_name_is_chosen_by_mouse_and_the_person_is_told(invite: Invite) -> None:
    page = at_comments(invite)

    page.keyboard.type("@ada")
    option = page.get_by_role("listbox", name="People").get_by_role("option").first
    name = option.inner_text()
    option.click()
    expect(page.get_by_label("Add a comment")).to_be_focused()
    page.keyboard.type("is it so?")
    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page.locator(".said")).to_contain_text(f"@{name} is it so?")


def test_without_scripts_names_are_typed(invite: Invite) -> None:
    page = at_comments(invite, script=False)

    page.keyboard.type("@Ada, is it?")
    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page.locator(".said")).to_contain_text("@Ada, is it?")
