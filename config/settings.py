"""Settings, all read from the environment; a missing or malformed value stops the start."""

from pathlib import Path

from csp.constants import NONE, SELF

from config import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.text("ALKE_VAR", str(BASE_DIR / "var")))

DEMO = env.flag("ALKE_DEMO")
FORCED = env.flag("ALKE_DEMO_FORCED")
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}
ALLOWED_HOSTS = env.hosts("ALKE_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if DEMO else [])
if DEMO and not FORCED and not set(ALLOWED_HOSTS) <= LOOPBACK:
    raise env.fault(
        "ALKE_DEMO",
        "demo accounts are refused on a host that is not loopback "
        "(ALKE_DEMO_FORCED=1 allows them).",
    )
SECRET_KEY = env.secret(
    "ALKE_SECRET_KEY", "demo-only-key-that-protects-nothing" if DEMO else "", length=32
)
# where links in mails lead; without it to the first of the hosts
_HOST = next((host for host in ALLOWED_HOSTS if not host.startswith(("*", "."))), "localhost")
SITE_ADDRESS = env.site("ALKE_ADDRESS", "http://127.0.0.1:8000" if DEMO else f"https://{_HOST}")
FIXED_DAY = env.day("ALKE_TODAY", "2024-03-04" if DEMO else "")

DEBUG = False
TESTING = False  # the test settings turn it on
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "django_tasks_db",
    "alke",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alke.web.middleware.CachingMiddleware",
    "alke.web.middleware.TextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "alke.web.middleware.ClockMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "alke.web.middleware.ActorMiddleware",
    "alke.web.middleware.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "alke.web.context.page",
]
COMPILED_PAGES = VAR / "pages"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "alke" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "alke.web.environment.environment",
            "compiled": COMPILED_PAGES,
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    {  # only for pages that a library brings
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR / 'alke.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # one writer at a time, who waits instead of failing; readers never wait
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-6000;"
        ),
    }
    # to open one and read the schema anew takes longer than a page's statements; after a few
    # seconds it is, so that a file put in its place is seen
    DATABASES["default"]["CONN_MAX_AGE"] = 10
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    # shared by the web processes: rate limits count over all of them, and stand alone, so that
    # nothing else crowds them out
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "alke_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # shared, too: what pages note for one another
    "notes": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "alke_notes",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# what takes long is done by `alke worker`, which finds it in the database
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "alke.User"
AUTHENTICATION_BACKENDS = ["alke.web.people.backend.SessionBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "alke.web.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the organisation's contact
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = True  # a password alone does not sign in
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password is told to its owner
ACCOUNT_PREVENT_ENUMERATION = True
# limits count per client: behind a proxy that is the address which it passes on
ALLAUTH_TRUSTED_PROXY_COUNT = env.count("ALKE_PROXIES", most=9)
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "feedback": "5/m/ip,30/d/ip",
    "participant_link": "30/m/ip,300/d/ip",  # a ministry's people share an address
    "signature_check": "10/m/ip,200/d/ip",  # a file costs up to ten seconds of the processor
}

_mail = env.mail("EMAIL_URL", f"filemail:///{VAR / 'mail'}" if DEMO else "")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = VAR / "mail"
for _name, _value in _mail.items():
    if _name in {"EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"} or (
        _name in {"EMAIL_USE_TLS", "EMAIL_USE_SSL"}
    ):
        globals()[_name] = _value
EMAIL_TIMEOUT = 20  # seconds that a page waits for a mail server that says nothing
DEFAULT_FROM_EMAIL = env.address("ALKE_MAIL_FROM", "alke@tem.example")
FEEDBACK_EMAIL = env.address("ALKE_FEEDBACK_MAIL", "saavutettavuus@tem.example")

MAILBOX = env.mailbox("ALKE_MAILBOX_URL")  # of ALKE_MAIL_FROM: what comes back is read there

# The organisation's seal on its documents; in demo mode there is one that seals nothing.
SEAL = env.seal("ALKE_SEAL")
SEAL_PASSWORD = env.text("ALKE_SEAL_PASSWORD")
TIMESTAMP_URL = env.service("ALKE_TIMESTAMP_URL")
TRUST = env.file_or_folder("ALKE_TRUST")

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "alke" / "locale"]
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # kept by what is in them (alke/base/files.py); part of every backup
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

SESSION_ENGINE = "alke.web.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "alke.web.errors.csrf_failure"
_LOCAL = set(ALLOWED_HOSTS) <= LOOPBACK
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not _LOCAL
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if _LOCAL else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not _LOCAL
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

UPLOAD_LIMIT = 50 * 1024 * 1024  # of one file; the scanner has to take as much (StreamMaxLength)
CLAMD = env.scanner("ALKE_CLAMD")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.level("ALKE_LOG_LEVEL", "WARNING")},
}
