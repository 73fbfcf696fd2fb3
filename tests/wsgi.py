"""The application under the test settings, for a server of its own."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from django.conf import settings
from django.core.wsgi import get_wsgi_application

# As in production; inside the tests' own process a connection must not outlive its database.
settings.DATABASES["default"]["CONN_MAX_AGE"] = None
application = get_wsgi_application()
