"""The environment of the children: only what okrflow, the system and the operator's own settings need."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# From the caller's environment: the system's, the network's, and what okrflow/settings.py reads
PASSED_ON = (
    *("HOME", "USER", "LOGNAME", "TMPDIR", "TERM"),
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS", "DATABASE_URL", "BROKER_URL", "CACHE_URL"),
    *("EMAIL_URL", "DEFAULT_FROM_EMAIL"),
)
PREFIX = "OKRFLOW_"


def clean(caller: Mapping[str, str]) -> dict[str, str]:
    """A fresh environment: no PG*, PYTHON*, CELERY_* or GRANIAN_* of the caller's changes what children do."""
    kept = {name: value for name, value in caller.items() if name in PASSED_ON or name.startswith(PREFIX)}
    path = os.pathsep.join((str(Path(sys.executable).parent), caller.get("PATH", os.defpath)))
    fixed = {
        "PATH": path,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "okrflow.settings",
    }
    return {**kept, **fixed}
