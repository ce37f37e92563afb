"""The settings of the tests: okrflow's own over throw-away parts, without what only costs time here."""

from okrflow.launcher.testing import provide_parts

provide_parts()

from okrflow.settings import *
from okrflow.settings import MIDDLEWARE as _MIDDLEWARE
from okrflow.settings import STORAGES as _STORAGES

# whitenoise would look through all static files for every test client
MIDDLEWARE = [name for name in _MIDDLEWARE if not name.startswith("whitenoise.")]
STORAGES = _STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
