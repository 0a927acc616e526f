"""Hashing alone: Argon2id at the production cost with as many threads as cores; the floor under every log-in."""

import json
import os
import sys
import threading
import time

from argon2 import PasswordHasher

from bawaba.identity.accounts.hashers import PepperedArgon2 as Ours

PASSWORD = "correct horse battery staple"


def count(seconds: float, threads: int) -> dict[str, float]:
    """Verifications a second."""
    hasher = PasswordHasher(time_cost=Ours.time_cost, memory_cost=Ours.memory_cost, parallelism=Ours.parallelism)
    known, done = hasher.hash(PASSWORD), [0] * threads
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        while time.perf_counter() < end:
            hasher.verify(known, PASSWORD)
            done[number] += 1

    began, cpu = time.perf_counter(), time.process_time()
    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    took, used = time.perf_counter() - began, time.process_time() - cpu
    return {"rate": sum(done) / took, "cpu_ms": 1000 * used / sum(done)}


if __name__ == "__main__":
    print(json.dumps(count(float(sys.argv[1]), os.cpu_count() or 1)))
