"""Who in an organisation looks after what, read once for all of its members."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from okrflow.okrs.models import KeyResult
from okrflow.okrs.rights import OkrRights
from okrflow.organisations.access import Access
from okrflow.organisations.models import Membership, Organisation, Role
from okrflow.rhythm.models import NotificationSettings
from okrflow.value_streams.access import Belonging, belongings_of_everybody


def settings_of(membership: Membership) -> NotificationSettings:
    """How the member wants to be reached; the defaults, unsaved, of one who never said."""
    found: NotificationSettings | None = getattr(membership, "notifications", None)
    return found or NotificationSettings(organisation_id=membership.organisation_id, membership=membership)


@dataclass(frozen=True, kw_only=True)
class People:
    """The active members by the number of their user, and what they are in their streams."""

    organisation: Organisation
    members: Mapping[int, Membership]
    belongings: Mapping[int, Mapping[int, Belonging]]

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        """Two queries."""
        rows = Membership.objects.for_organisation(organisation).filter(user__is_active=True)
        members = rows.select_related("user", "notifications__deputy")
        return cls(
            organisation=organisation,
            members={each.user_id: each for each in members.order_by("pk")},
            belongings=belongings_of_everybody(organisation),
        )

    def rights(self, user_id: int) -> OkrRights:
        """A member's rights over the OKRs. No query."""
        access = Access(organisation=self.organisation, membership=self.members[user_id])
        return OkrRights(access=access, belongings=self.belongings.get(user_id, {}))

    def may_check_in(self, user_id: int | None, key_result: KeyResult) -> bool:
        return user_id is not None and user_id in self.members and self.rights(user_id).checks_in(key_result)

    def keepers(self, key_result: KeyResult, *, day: date) -> set[int]:
        """Who is to check in: whoever keeps it up to date, else the leads of its stream, else administrators.

        A deputy stands in for somebody who is away, if the deputy may check in, too (ownership, rules 6 and 18).
        """
        if self.may_check_in(key_result.kept_by_id, key_result):
            assert key_result.kept_by_id is not None
            wanted = {key_result.kept_by_id}
        else:
            stream = key_result.objective.value_stream_id
            wanted = self.administrators() if stream is None else self.leads(stream)
        return {self._or_deputy(each, key_result, day) for each in wanted}

    def _or_deputy(self, user_id: int, key_result: KeyResult, day: date) -> int:
        chosen = settings_of(self.members[user_id])
        deputy = chosen.deputy.user_id if chosen.deputy else None
        if deputy is not None and chosen.is_away(day) and self.may_check_in(deputy, key_result):
            return deputy
        return user_id

    def leads(self, stream_id: int) -> set[int]:
        """Those who can act as such."""
        return {user for user in self.members if self.rights(user).publishes(stream_id)}

    def administrators(self) -> set[int]:
        return {user for user, member in self.members.items() if member.at_least(Role.ADMIN)}
