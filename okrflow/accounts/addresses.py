"""Which mail addresses are proven to be a person's."""

from allauth.account.models import EmailAddress
from django.db import transaction

from okrflow.accounts.models import User


def owns_address(user: User, email: str) -> bool:
    """Whether the person has shown by a code that mails to this address reach them."""
    return bool(EmailAddress.objects.filter(user_id=user.pk, verified=True, email__iexact=email).exists())


@transaction.atomic
def person_with(*, email: str, name: str = "") -> tuple[User, bool]:
    """The account with that address, made without a password if there is none, and whether it was made.

    Whoever it belongs to sets a password by “Forgot your password?” or signs in by a mailed code.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        return user, False
    return User.objects.create_user(email, None, name=name or email.partition("@")[0]), True
