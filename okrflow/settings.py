"""All of okrflow's settings, read from the environment; safe by default.

`make run` sets what is required for the embedded parts. Elsewhere: SECRET_KEY, DATABASE_URL, BROKER_URL and
OKRFLOW_URL (the address people type) are enough; see the README.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
import structlog
from celery.schedules import crontab

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Where it runs
DATA_DIR = Path(env.str("OKRFLOW_DATA", str(BASE_DIR / "var"))).absolute()
PUBLIC_URL = env.str("OKRFLOW_URL", "http://localhost:8000").rstrip("/")
DEMO = env.bool("OKRFLOW_DEMO", False)
_public = urlsplit(PUBLIC_URL)
_https = _public.scheme == "https"

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS = [_public.hostname or "localhost", *env.list("ALLOWED_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]
ROOT_URLCONF = "okrflow.urls"
WSGI_APPLICATION = "okrflow.wsgi.application"

INSTALLED_APPS = [
    "okrflow.accounts",
    "okrflow.organisations",
    "okrflow.api",
    "okrflow.jobs",
    "okrflow.value_streams",
    "okrflow.work_items",
    "okrflow.metrics",
    "okrflow.okrs",
    "okrflow.plans",
    "okrflow.what_if",
    "okrflow.experiments",
    "okrflow.proposals",
    "okrflow.impediments",
    "okrflow.comments",
    "okrflow.review",
    "okrflow.progress",
    "okrflow.analysis",
    "okrflow.cycles",
    "okrflow.rhythm",
    "okrflow.integrations",
    "okrflow.okr_imports",
    "okrflow.demo",
    "okrflow.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "okrflow.web.middleware.ReaderMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "okrflow.web.context.shell",
            ],
            "builtins": ["okrflow.web.templatetags.figures"],
        },
    }
]
FORM_RENDERER = "okrflow.web.forms.Renderer"

# The database is the truth
DATABASES = {"default": env.db_url("DATABASE_URL") | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
# postgres://user@%2Ffolder%2Fof%2Fsocket/name is a Unix socket, as libpq has it
DATABASES["default"]["HOST"] = unquote(str(DATABASES["default"]["HOST"]))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The broker wakes the work; its Valkey or Redis is the cache, too, unless CACHE_URL names another
BROKER_URL = env.str("BROKER_URL")
_cache_url = env.str("CACHE_URL", BROKER_URL)
if _cache_url.startswith("redis+socket://"):
    # kombu's word for the number of the database is not redis-py's
    _cache_url = _cache_url.replace("redis+socket://", "unix://", 1).replace("virtual_host=", "db=", 1)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _cache_url,
        "KEY_PREFIX": "okrflow",
    }
    if _cache_url.startswith(("redis://", "rediss://", "unix://"))
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# A message is given out again only after every task's hard limit; long before that the minutely look into the
# database finds whatever work was lost.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 2100, "unacked_restore_interval": 5, "unacked_restore_throttle": 1}
    if BROKER_URL.startswith("redis")
    else {}
)
CELERY_BEAT_SCHEDULE = {
    "due-work": {"task": "okrflow.progress.tasks.find_due_work", "schedule": 60.0},
    "measure-experiments": {
        "task": "okrflow.experiments.tasks.measure",
        "schedule": crontab(hour=2, minute=20),
    },
    "refresh-closed-objectives": {
        "task": "okrflow.okrs.tasks.refresh_closed",
        "schedule": crontab(minute=10),
    },
    "due-mails": {"task": "okrflow.rhythm.tasks.find_due_mails", "schedule": 600.0},
    "review": {"task": "okrflow.review.tasks.want_runs", "schedule": crontab(hour=2, minute=40)},
    "wanted-reviews": {"task": "okrflow.review.tasks.find_wanted", "schedule": 60.0},
    "lost-jobs": {"task": "okrflow.jobs.tasks.restart_lost_jobs", "schedule": 20.0},
}

# People
AUTH_USER_MODEL = "accounts.User"
# Addresses are unique whatever their case, by a constraint that this check does not know
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "okrflow.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "okrflow.accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# How many proxies in front may be believed about the client's address; 0 believes none of its headers
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("OKRFLOW_TRUSTED_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "okrflow"
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.json("OKRFLOW_OIDC_APPS", default=[])}}

# Mail: EMAIL_URL (smtp://…) for real; else it is printed and, in the demo, shown on the mailbox page
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"okrflow <okrflow@{_public.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if "EMAIL_URL" in env.ENVIRON:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "okrflow.accounts.mail.MailboxBackend"

# Browsers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = _https and env.bool("OKRFLOW_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.int("OKRFLOW_HSTS_SECONDS", 31_536_000 if _https else 0)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("OKRFLOW_BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
# Bodies up to 16 MiB; uploads of work items are streamed to disk and have a limit of their own
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20
IMPORT_MAX_BYTES = env.int("OKRFLOW_IMPORT_MAX_BYTES", 256 * 2**20)

# Files of the front end
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Language and time: texts in English; numbers and instants as the reader has them (okrflow.web.middleware)
LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# The API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "okrflow.api.authentication.TokenAuthentication",
        "okrflow.api.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["okrflow.api.parsers.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "okrflow.api.schema.Schema",
    "DEFAULT_PAGINATION_CLASS": "okrflow.api.pagination.CursorPagination",
    "EXCEPTION_HANDLER": "okrflow.api.problems.handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "STRICT_JSON": True,
    "COERCE_DECIMAL_TO_STRING": False,
}
API_REQUESTS_PER_MINUTE = env.int("OKRFLOW_API_REQUESTS_PER_MINUTE", 600)
API_WRONG_TOKENS_PER_MINUTE = env.int("OKRFLOW_API_WRONG_TOKENS_PER_MINUTE", 30)
SPECTACULAR_SETTINGS = {
    "TITLE": "okrflow",
    "DESCRIPTION": "OKRs joined with the flow of software delivery.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "DEFAULT_GENERATOR_CLASS": "okrflow.api.schema.Generator",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "FlowStateEnum": "okrflow.value_streams.models.FlowState.labels",
        "ItemKindEnum": "okrflow.work_items.models.Kind.labels",
        "StageStateEnum": ["active", "waiting"],
        "MeasureEnum": "okrflow.metrics.models.Measure",
        "ExperimentMeasureEnum": "okrflow.experiments.models.MEASURES",
        "MetricKindEnum": "okrflow.metrics.models.MetricKind",
        "JobStateEnum": "okrflow.jobs.models.JobState",
        "ObjectiveStateEnum": "okrflow.okrs.models.ObjectiveState",
        "ProposalStateEnum": "okrflow.proposals.models.ProposalState",
        "ImpedimentStateEnum": "okrflow.impediments.models.ImpedimentState",
        "RoleEnum": "okrflow.organisations.models.Role",
        "StreamRoleEnum": "okrflow.value_streams.models.StreamRole",
        "GradeEnum": "okrflow.okrs.models.Grade",
        "ContributionKindEnum": "okrflow.okrs.models.ContributionKind",
        "WaitingKindEnum": "okrflow.web.waiting.WaitingKind",
    },
}

# Logs: one JSON object a line, or readable lines on a terminal
_shared_processors: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_log_renderer = (
    structlog.dev.ConsoleRenderer(colors=False)
    if env.str("OKRFLOW_LOG", "json") == "text"
    else structlog.processors.JSONRenderer()
)
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared_processors,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _log_renderer,
            ],
            "foreign_pre_chain": _shared_processors,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": env.str("OKRFLOW_LOG_LEVEL", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.DisallowedHost": {"level": "ERROR"}},
}
DJANGO_STRUCTLOG_CELERY_ENABLED = True

PGHISTORY_APPEND_ONLY = True
