"""Memory does not grow with the population, tens of millions included."""

import subprocess
import sys
from pathlib import Path

# In a process of its own, whose highest mark no other test has made. What is constant is made small, a batch and SQLite's
# cache: what is left would grow for ever.
GROWS = """
import re, sys
from datetime import date
from pathlib import Path
from bawaba_sandbox.register import store
from bawaba_sandbox.register.populate import populate

assert "cache_size=-64000" in store.LOADING
store.LOADING, store.BATCH = store.LOADING.replace("-64000", "-1000"), 500
marks = []
for name, persons in (("a", 4_000), ("b", 16_000)):
    populate(Path(sys.argv[1]) / name, persons, 7, today=date(2028, 2, 29))
    marks.append(int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]))
print(marks[1] - marks[0])
"""


def test_memory_does_not_grow_with_the_population(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", GROWS, str(tmp_path)], capture_output=True, text=True, check=True)
    assert int(done.stdout.splitlines()[-1]) < 4_000  # kB for 12,000 persons
