"""The application as a web server wants it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaoan.config.settings")
application = get_wsgi_application()
