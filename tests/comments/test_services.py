"""Comments: who says what to whom, and for how long it can be changed."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from okrflow.comments import services
from okrflow.comments.models import Comment, Mention
from okrflow.comments.services import NotAComment, TooLate
from okrflow.comments.subjects import Subject, audience, readable_comments, subject_named
from okrflow.okrs.models import Cycle, Objective
from okrflow.okrs.timeline import told_above
from okrflow.web.waiting import WaitingKind, waiting_for
from tests.metrics.northwind import Northwind, team_metric
from tests.okrs.given import NOW, drafted, published, raising, rights
from tests.proposals.given import proposed


def said(
    nw: Northwind, subject: Subject, text: str = "Why?", *, by: str = "ben", now: datetime = NOW
) -> Comment:
    return services.add_comment(rights=rights(nw, by), subject=subject, text=text, now=now)


def names(subject: Subject) -> set[str]:
    return {person.name for person in audience(subject)}


def mentions_waiting(nw: Northwind, name: str) -> list[str]:
    found = waiting_for(nw.access(name), now=NOW)
    return [each.words for each in found if each.kind == WaitingKind.MENTION]


def test_editors_comment_and_viewers_read(nw: Northwind, objective: Objective) -> None:
    comment = said(nw, objective, by="lin")

    with pytest.raises(PermissionDenied):
        said(nw, objective, by="vic")
    assert list(readable_comments(rights(nw, "vic"))) == [comment]


def test_an_empty_comment_says_nothing(nw: Northwind, objective: Objective) -> None:
    with pytest.raises(NotAComment):
        said(nw, objective, "  \n ")


def test_a_mention_waits_until_it_is_seen(nw: Northwind, objective: Objective) -> None:
    said(nw, objective, "@Ada and @Mia, is that so?")

    assert mentions_waiting(nw, "ada") == ["Ben mentions you: @Ada and @Mia, is that so?"]
    services.mark_seen(rights=rights(nw, "ada"), subject=objective, now=NOW)

    assert mentions_waiting(nw, "ada") == []
    assert len(mentions_waiting(nw, "mia")) == 1


def test_who_answers_has_seen_it_and_nobody_mentions_themselves(nw: Northwind, objective: Objective) -> None:
    said(nw, objective, "@Ada? I, @Ben, wonder.")
    said(nw, objective, "It is.", by="ada")

    assert mentions_waiting(nw, "ada") == []
    assert mentions_waiting(nw, "ben") == []


def test_each_subject_is_seen_by_its_own_people(nw: Northwind, q3: Cycle, objective: Objective) -> None:
    everybody = {"Ada", "Adam", "Ben", "Mia", "Vic", "Lin"}
    team = published(nw, q3, raising(team_metric(nw.policy)), title="Ours").key_results.get()

    assert names(objective) == everybody
    assert names(objective.key_results.get()) == everybody
    assert names(drafted(nw, q3, title="Perhaps")) == {"Ben", "Mia", "Vic"}
    assert names(drafted(nw, q3, by="ada", title="Above")) == {"Ada", "Adam"}
    assert names(team) == {"Ben", "Mia", "Vic"}
    assert names(proposed(nw, q3, by="lin")) == {"Lin", "Ada", "Adam", "Ben", "Mia", "Vic"}
    assert names(proposed(nw, q3, by="ben", to=None)) == {"Ben", "Ada", "Adam"}


def test_who_can_not_see_it_is_not_mentioned(nw: Northwind, q3: Cycle) -> None:
    draft = drafted(nw, q3, title="Perhaps")

    said(nw, draft, "@Ada and @Olga and @Mia")

    assert [mention.user.name for mention in Mention.objects.all()] == ["Mia"]


def test_a_mention_of_what_one_may_see_no_more_waits_no_more(nw: Northwind, q3: Cycle) -> None:
    said(nw, drafted(nw, q3, title="Perhaps"), "@Mia")

    nw.policy.stream_memberships.filter(user=nw.mia).delete()

    assert mentions_waiting(nw, "mia") == []


def test_comments_on_the_teams_own_measures_are_the_teams_own(nw: Northwind, q3: Cycle) -> None:
    team = published(nw, q3, raising(team_metric(nw.policy)), title="Ours").key_results.get()
    comment = said(nw, team, by="mia")

    assert list(readable_comments(rights(nw, "vic"))) == [comment]
    assert not readable_comments(rights(nw, "ada")).exists()
    with pytest.raises(Http404):
        subject_named(rights(nw, "ada"), key_result=team.uuid)
    assert [each.words for each in told_above(team.objective, rights(nw, "vic"))] == ["said: Why?"]
    assert told_above(team.objective, rights(nw, "ada")) == []


def test_ones_own_can_be_changed_for_a_quarter_of_an_hour(nw: Northwind, objective: Objective) -> None:
    comment = said(nw, objective, "@Ada")
    soon, late = NOW + timedelta(minutes=14), NOW + timedelta(minutes=15)

    edited = services.edit_comment(rights=rights(nw, "ben"), comment=comment, text="@Mia", now=soon)

    assert (edited.text, edited.edited_at) == ("@Mia", soon)
    assert [mention.user for mention in comment.mentions.all()] == [nw.mia]
    with pytest.raises(TooLate, match="15 minutes"):
        services.edit_comment(rights=rights(nw, "ben"), comment=comment, text="Late", now=late)
    with pytest.raises(PermissionDenied):
        services.edit_comment(rights=rights(nw, "ada"), comment=comment, text="Mine", now=soon)


def test_a_deleted_one_keeps_its_place_and_loses_its_words(nw: Northwind, objective: Objective) -> None:
    comment, later = said(nw, objective, "@Ada"), NOW + timedelta(days=3)
    with pytest.raises(PermissionDenied):
        services.delete_comment(rights=rights(nw, "ada"), comment=comment, now=later)

    services.delete_comment(rights=rights(nw, "ben"), comment=comment, now=later)

    comment.refresh_from_db()
    assert (comment.text, comment.deleted_at) == ("", later)
    assert mentions_waiting(nw, "ada") == []
    assert told_above(objective, rights(nw, "ada")) == []


def test_they_are_read_in_as_many_queries_however_many_there_are(
    nw: Northwind, objective: Objective, django_assert_num_queries: object
) -> None:
    for number in range(3):
        said(nw, objective, f"@Ada {number}")
    seen = rights(nw, "ada")

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len([str(each.subject) for each in readable_comments(seen).with_subjects()]) == 3


def test_the_subject_is_one_of_its_kind_only(nw: Northwind, objective: Objective) -> None:
    key_result = objective.key_results.get()
    said(nw, key_result, by="ada")

    assert Comment.objects.on(key_result).count() == 1
    assert not Comment.objects.on(objective).exists()
