"""From bodies to what the services take."""

from dataclasses import replace
from typing import Any

from okrflow.api.problems import bad_value
from okrflow.okrs.api.writing import key_result_given, objective_given
from okrflow.okrs.given import KeyResultGiven, ObjectiveGiven
from okrflow.okrs.rights import OkrRights
from okrflow.proposals.changes import as_seen, carried_out
from okrflow.proposals.content import Library
from okrflow.proposals.models import Proposal


def require_whole(given: dict[str, Any]) -> None:
    """Raise Problem unless a new objective has what it needs."""
    for name in ("title", "cycle"):
        if name not in given:
            raise bad_value(f"/{name}", "required", "A new objective needs it.", status=400)


def changed(
    rights: OkrRights, given: dict[str, Any], present: ObjectiveGiven, rows: list[KeyResultGiven]
) -> tuple[ObjectiveGiven, list[KeyResultGiven]]:
    """The objective as it is, with what the body says of its title, its why and its key results."""
    for name in ("cycle", "supports"):
        if name in given:
            raise bad_value(f"/{name}", "not_proposed", "That is the stream's own to say.")
    own = {name: given[name] for name in ("title", "why") if name in given}
    if "key_results" not in given:
        return replace(present, **own), rows
    return replace(present, **own), _rows(rights, given["key_results"], rows)


def _rows(
    rights: OkrRights, given: list[dict[str, Any]], present: list[KeyResultGiven]
) -> list[KeyResultGiven]:
    known = {row.uuid: row for row in present}
    found = []
    for place, each in enumerate(given):
        uuid = each.get("id")
        if uuid is not None and uuid not in known:
            raise bad_value(f"/key_results/{place}/id", "unknown", "It has no such key result.", status=404)
        found.append(replace(key_result_given(rights, each, known.get(uuid)), uuid=uuid))
    return found


def revised(
    rights: OkrRights, row: Proposal, given: dict[str, Any]
) -> tuple[ObjectiveGiven, list[KeyResultGiven]]:
    """The version that stands, with what the body says otherwise. Of a change: of the objective as it is now."""
    said = row.versions.get(number=row.version)
    library = Library(row.organisation, [each for each in (said.before, said.content) if each])
    if row.objective and said.before:
        present, rows = carried_out(row.objective, said.before, said.content, library=library, note="")
        seen = {each["id"] for each in as_seen(row.objective, rights)["key_results"]}
        rows = [each for each in rows if each.uuid is None or str(each.uuid) in seen]
        return changed(rights, given, present, rows)
    present, rows = library.objective(said.content), library.key_results(said.content)
    if "key_results" in given:
        rows = [key_result_given(rights, each) for each in given["key_results"]]
    as_is = {"title": present.title, "why": present.why, "cycle": str(present.cycle.uuid)}
    wanted = objective_given(rights, as_is | given)
    return (wanted if "supports" in given else replace(wanted, supports=present.supports)), rows
