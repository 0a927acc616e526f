"""Ask one after another and compare."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import httpx
from joserfc.errors import JoseError

from bawaba_attestor.conformance.caller import Caller
from bawaba_attestor.conformance.checks import CHECKS, AnotherAnswer, Check

PROBLEM = "application/problem+json"
NOT_OURS = (
    JoseError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
)  # whatever is at that address may answer anything


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: Check
    found: str

    @property
    def good(self) -> bool:
        """Whether it is what must be."""
        return self.found == self.check.expects


def run(caller: Caller, checks: Iterable[Check] = CHECKS) -> Iterator[Finding]:
    """Every finding; only the first one when it fails: a portal that knows nobody refuses everything."""
    for number, check in enumerate(checks):
        finding = Finding(check, _found(caller, check))
        yield finding
        if number == 0 and not finding.good:
            return


def _found(caller: Caller, check: Check) -> str:
    try:
        answer = check.ask(caller)
        return f"{answer.status_code} {_word(answer)}".strip()
    except AnotherAnswer:
        return "another answer than the first"
    except httpx.HTTPError as error:
        return f"no answer: {type(error).__name__}"
    except NOT_OURS as error:
        return f"no answer of this API: {type(error).__name__}"


def _word(answer: httpx.Response) -> str:
    """The type of a problem, or the outcome."""
    body = answer.json()
    if not answer.is_error:
        return str(body.get("outcome", ""))
    kind = str(body["type"]).removeprefix("urn:bawaba:problem:")
    return kind if answer.headers["Content-Type"].startswith(PROBLEM) else f"{kind}, not as {PROBLEM}"
