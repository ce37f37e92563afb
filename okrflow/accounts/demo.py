"""The people of the demo, whom the sign-in page offers with one click; in the demo only."""

from dataclasses import dataclass

from django.conf import settings

from okrflow.accounts.models import User


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    what: str


WHAT = {
    "ada@northwind.example": "owner of the organisation",
    "ben@northwind.example": "lead of Policy",
    "lin@northwind.example": "lead of Platform",
    "mo@northwind.example": "lead of Claims",
    "vic@northwind.example": "viewer",
}


def people() -> list[DemoPerson]:
    """Those who exist, in the order of WHAT; nobody outside the demo. One query."""
    if not settings.DEMO:
        return []
    names = dict(User.objects.filter(email__in=WHAT, is_active=True).values_list("email", "name"))
    return [DemoPerson(email, names[email], what) for email, what in WHAT.items() if email in names]


def person(email: str) -> User | None:
    """The account behind one of these addresses; None for any other address and outside the demo."""
    if not settings.DEMO or email not in WHAT:
        return None
    return User.objects.filter(email=email, is_active=True).first()


def has_mailbox() -> bool:
    """Whether the mailbox page exists: the demo, with mails kept instead of sent."""
    return bool(settings.DEMO) and settings.EMAIL_BACKEND == "okrflow.accounts.mail.MailboxBackend"
