"""The clock's own jobs are there in a fresh process, without a test having imported them."""

import subprocess
import sys

ASK = "import django; django.setup(); from bawaba.journal.handlers import clock_jobs; print(*clock_jobs())"


def test_a_fresh_process_reconciles_the_outbox_and_clears_it() -> None:
    """In a fresh interpreter: here another test may already have imported the module."""
    answer = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True, timeout=60)
    assert {"journal.reconcile", "journal.clear"} <= set(answer.stdout.split())
