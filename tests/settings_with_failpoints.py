"""The portal's settings with failpoints: for programs that a test starts to kill (DJANGO_SETTINGS_MODULE)."""

from bawaba.config.settings import *  # noqa: F403 - the same settings, and one more

FAILPOINTS = True
