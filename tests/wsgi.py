"""The application under the test settings, for a server of its own."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
