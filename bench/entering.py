"""Log-ins with their second factor, in a process of their own: a plan on standard input, figures on standard output.

Password, then the code that an authenticator app shows at that moment (RFC 6238), until there is the new session.
"""

import asyncio
import base64
import hmac
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from bench.talk import Talk
from bench.walking import Walk, Wrong

PERIOD, TOKEN = 30, "b" * 32  # a browser has the form token's cookie after its first form
Person = tuple[str, str]  # user name, secret of the app


@dataclass
class Plan:
    """``people`` come in this order, each once."""

    port: int
    people: list[Person]
    password: str
    cookie: str = "session"
    seconds: float = 1.0
    connections: int = 8


@dataclass
class Entering(Walk[Person]):
    """Of one plan."""

    plan: Plan = field(kw_only=True)

    async def walk(self, lines: tuple[Talk, Talk], one: Person) -> None:
        """Two forms; the session of the second is another one and shows the page of who is logged in."""
        browser, (name, secret) = lines[0], one
        form = {"csrfmiddlewaretoken": TOKEN, "name": name, "password": self.plan.password}
        answer = await self.step("password", browser, ("POST", "/login", self._cookies(), form), 302)
        waiting = answer.cookie(self.plan.cookie)
        form = {"csrfmiddlewaretoken": TOKEN, "code": shown(secret)}
        answer = await self.step("code", browser, ("POST", "/login/code", self._cookies(waiting), form), 302)
        opened = answer.cookie(self.plan.cookie)
        if not opened or opened == waiting or answer.header("location") != "/home":
            raise Wrong(repr(answer.head))

    def _cookies(self, session: str = "") -> dict[str, str]:
        return {"Cookie": f"csrftoken={TOKEN}" + (f"; {self.plan.cookie}={session}" if session else "")}


def shown(secret: str) -> str:
    """What the app shows now."""
    digest = hmac.digest(base64.b32decode(secret), (int(time.time()) // PERIOD).to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


if __name__ == "__main__":
    told = Plan(**json.load(sys.stdin))

    async def main() -> dict[str, Any]:
        """Inside a running loop."""
        return await Entering(told.port, told.seconds, told.connections, plan=told).run(iter(told.people))

    print(json.dumps(asyncio.run(main())))
