"""What granian serves."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bawaba.config.settings")
application = get_wsgi_application()

# The outside systems' clients are made before the first request: two threads that import an HTTP library at once can hang.
for maker in ("bawaba.registers.queries:register", "bawaba.payments.providers:provider"):
    module, _, name = maker.partition(":")
    getattr(import_module(module), name)()
