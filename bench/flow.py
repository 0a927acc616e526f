"""OpenID code flows as a browser and an agency walk them, in a process of their own: a plan on standard input, figures on standard output.

Each walker has two connections, the browser's and the agency's. Every flow has its own state, nonce and verifier; a wrong
answer anywhere fails it. Of every ``SAMPLE`` flows one is kept, and judged when the clock has stopped: signature, issuer,
audience, nonce, times, ``at_hash``, the name at UserInfo, and the same ``sub`` in both.
"""

import asyncio
import base64
import hashlib
import json
import secrets
import sys
import time
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bench.talk import Answer, Talk
from bench.walking import Walk, Wrong

SAMPLE = 8


@dataclass
class Plan:
    """Where everything is; ``cookies`` are whole Cookie headers, one a person; without ``par`` everything goes by the browser."""

    port: int
    cookies: list[str]
    client: str
    secret: str
    back: str
    issuer: str
    paths: dict[str, str]  # authorize, token, userinfo, jwks, and par
    algorithm: str = "ES256"
    name: str = ""
    seconds: float = 1.0
    connections: int = 8


@dataclass
class Kept:
    """What a flow ended with."""

    nonce: str
    access: str
    identity: str
    told: dict[str, Any]


@dataclass
class Flows(Walk[str]):
    """Of one plan; ``one`` is a person's Cookie header."""

    plan: Plan = field(kw_only=True)
    kept: list[Kept] = field(default_factory=list)
    judged: int = 0

    async def walk(self, lines: tuple[Talk, Talk], one: str) -> None:
        """Its steps; every eighth is kept."""
        browser, agency = lines
        plan, paths = self.plan, self.plan.paths
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        basic = {"Authorization": "Basic " + base64.b64encode(f"{plan.client}:{plan.secret}".encode()).decode()}
        asked = self._asked(state, nonce, verifier)
        if "par" in paths:
            answer = await self.step("par", agency, ("POST", paths["par"], basic, asked), 201)
            asked = {"client_id": plan.client, "request_uri": json.loads(answer.body)["request_uri"]}
        path = f"{paths['authorize']}?{urlencode(asked)}"
        answer = await self.step("authorize", browser, ("GET", path, {"Cookie": one}, {}), 302, 303)
        grant = {"grant_type": "authorization_code", "redirect_uri": plan.back, "code_verifier": verifier}
        grant["code"] = self._code(answer, state)
        answer = await self.step("token", agency, ("POST", paths["token"], basic, grant), 200)
        tokens = json.loads(answer.body)
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        answer = await self.step("userinfo", agency, ("GET", paths["userinfo"], bearer, {}), 200)
        if self.good % SAMPLE == 0:
            self.kept.append(Kept(nonce, tokens["access_token"], tokens["id_token"], json.loads(answer.body)))

    def _asked(self, state: str, nonce: str, verifier: str) -> dict[str, str]:
        return {
            "client_id": self.plan.client,
            "response_type": "code",
            "redirect_uri": self.plan.back,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": _half(hashlib.sha256(verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }

    def _code(self, answer: Answer, state: str) -> str:
        way = answer.header("location")
        told = parse_qs(urlsplit(way).query)
        if not way.startswith(f"{self.plan.back}?") or told.get("state") != [state] or "code" not in told:
            raise Wrong(way)
        return told["code"][0]

    async def judge(self) -> None:
        """Of the sample: nobody is fast by leaving something out."""
        line = Talk(self.plan.port)
        keys = KeySet.import_key_set(json.loads((await line.ask("GET", self.plan.paths["jwks"], {})).body))
        line.close()
        for one in self.kept:
            try:
                self._judge_one(one, jwt.decode(one.identity, keys, algorithms=[self.plan.algorithm]).claims)
                self.judged += 1
            except (JoseError, Wrong, KeyError, ValueError) as error:
                self.good -= 1
                self.wrong(error)

    def _judge_one(self, one: Kept, claims: dict[str, Any]) -> None:
        half = _half(hashlib.sha256(one.access.encode()).digest()[:16])
        for what, fine in (
            ("iss", claims["iss"] == self.plan.issuer),
            ("aud", claims["aud"] in (self.plan.client, [self.plan.client])),
            ("nonce", claims["nonce"] == one.nonce),
            ("exp", claims["iat"] <= time.time() + 1 < claims["exp"]),
            ("at_hash", claims.get("at_hash", half) == half),
            ("sub", claims["sub"] == one.told["sub"] != ""),
            ("name", one.told["name"] == self.plan.name),
        ):
            if not fine:
                raise Wrong(f"{what}: {claims} {one.told}")


def _half(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


if __name__ == "__main__":
    told = Plan(**json.load(sys.stdin))

    async def main() -> dict[str, Any]:
        """Inside a running loop."""
        flows = Flows(told.port, told.seconds, told.connections, plan=told)
        return await flows.run(cycle(told.cookies)) | {"judged": flows.judged}

    print(json.dumps(asyncio.run(main())))
