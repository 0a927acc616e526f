"""A failpoint ends the process where it is told to, under test settings only."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from bawaba.journal import failpoints

TESTS = Path(__file__).parents[1]
PROGRAM = "import django; django.setup(); from bawaba.journal.failpoints import reach; reach('here'); print('alive')"


def ended(settings_module: str, told: str) -> "subprocess.CompletedProcess[str]":
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings_module, "FAILPOINT": told, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_under_test_settings_the_process_dies_at_the_named_point() -> None:
    assert ended("settings_with_failpoints", "here:kill").returncode == -signal.SIGKILL
    assert ended("settings_with_failpoints", "elsewhere:kill").stdout == "alive\n"


def test_an_installation_never_honours_a_failpoint() -> None:
    assert ended("bawaba.config.settings", "here:kill").stdout == "alive\n"


def test_a_failpoint_may_raise_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAILPOINT", "here:raise")
    failpoints.reach("here")
    with override_settings(FAILPOINTS=True), pytest.raises(failpoints.Failed):
        failpoints.reach("here")
