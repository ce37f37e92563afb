"""Signing in, and one's own account: allauth's pages and okrflow's."""

from tests.access.rows import SIGN_IN, outside

ACCOUNTS, MFA, OIDC = "accounts/", "accounts/2fa/", "accounts/oidc/^(?P<provider_id>[^/]+)/"
NO_PROVIDER = "/accounts/oidc/nobody/login/"

ROWS = [
    outside(ACCOUNTS + "login/", 200, 302),
    outside(ACCOUNTS + "signup/", 200, 302),
    outside(ACCOUNTS + "logout/", 302, 200),
    outside(ACCOUNTS + "inactive/", 200, 200),
    outside(ACCOUNTS + "login/code/", 200, 302),
    outside(ACCOUNTS + "login/code/confirm/", 302, 302),
    outside(ACCOUNTS + "confirm-email/", 302, 302),
    outside(ACCOUNTS + "password/reset/", 200, 200),
    outside(ACCOUNTS + "password/reset/confirm/", 302, 302),
    outside(ACCOUNTS + "password/reset/complete/", 302, 302),
    outside(ACCOUNTS + "password/reset/done/", 200, 200),
    outside(ACCOUNTS + "reauthenticate/", SIGN_IN, 200),
    outside(ACCOUNTS + "profile/", SIGN_IN, 200),
    outside(ACCOUNTS + "profile/", SIGN_IN, 200, method="POST"),
    outside(ACCOUNTS + "email/", SIGN_IN, 200),
    outside(ACCOUNTS + "password/change/", SIGN_IN, 200),
    outside(ACCOUNTS + "password/set/", SIGN_IN, 302),
    outside(ACCOUNTS + "sessions/", SIGN_IN, 200),
    outside(ACCOUNTS + "3rdparty/", SIGN_IN, 200),
    outside(ACCOUNTS + "3rdparty/signup/", 302, 302),
    outside(ACCOUNTS + "3rdparty/login/cancelled/", 200, 200),
    outside(ACCOUNTS + "3rdparty/login/error/", 401, 401),
    outside(ACCOUNTS + "social/login/cancelled/", 301, 301),
    outside(ACCOUNTS + "social/login/error/", 301, 301),
    outside(ACCOUNTS + "social/signup/", 301, 301),
    outside(ACCOUNTS + "social/connections/", 301, 301),
    outside(MFA, SIGN_IN, 200),
    outside(MFA + "authenticate/", 302, 302),
    outside(MFA + "reauthenticate/", SIGN_IN, 302),
    outside(MFA + "totp/activate/", SIGN_IN, 302),
    outside(MFA + "totp/deactivate/", SIGN_IN, 404),
    outside(MFA + "recovery-codes/", SIGN_IN, 404),
    outside(MFA + "recovery-codes/generate/", SIGN_IN, 302),
    outside(MFA + "recovery-codes/download/", SIGN_IN, 404),
    outside(OIDC + "login/", 404, 404, url=NO_PROVIDER),
    outside(OIDC + "login/callback/", 404, 404, url=NO_PROVIDER + "callback/"),
    # of the demo only
    outside(ACCOUNTS + "demo/", 404, 404),
    outside(ACCOUNTS + "demo/", 404, 404, method="POST"),
    outside(ACCOUNTS + "mailbox/", 404, 404),
]
