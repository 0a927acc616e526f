"""What comes instead of an authenticator's right answer: noise, and right answers with one thing wrong."""

import json
import random
from typing import Any

from fido2.utils import websafe_decode, websafe_encode

NOISE = ("", "x", "[]", "null", "{}", "1", '{"response": 1}', "[" * 9000, " " * 30_000, "\0")
BAD: tuple[Any, ...] = (None, "", 7, [], {}, "%%%", "AAAA", "é")


def spoiled(answer: str, random_of: random.Random) -> str:
    """One member of a right answer replaced, or one bit turned in what was signed."""
    whole = json.loads(answer)
    if random_of.random() < 0.5:
        part = random_of.choice(sorted(whole["response"]))
        raw = bytearray(websafe_decode(whole["response"][part]))
        raw[random_of.randrange(len(raw))] ^= 1 << random_of.randrange(8)
        whole["response"][part] = websafe_encode(bytes(raw))
    else:
        holder = random_of.choice([whole, whole["response"]])
        holder[random_of.choice(sorted(holder))] = random_of.choice(BAD)
    return json.dumps(whole)
