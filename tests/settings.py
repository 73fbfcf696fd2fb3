"""Settings of the test run: the real services, faster hashing, plain static files."""

import os

os.environ.setdefault("DEBUG", "1")

from institute.settings import *  # noqa: F403
from institute.settings import CACHES, DATABASES, STORAGES

DEBUG = False
DEMO_ALLOWED = True
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = ["http://testserver"]
SECRET_KEY = "a key for tests only, never used where people sign in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
CACHES["default"]["KEY_PREFIX"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAILING_ADDRESS = "1 Example Street, Toronto, Ontario"
