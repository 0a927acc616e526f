"""A browser that registers, page by page, as a person would."""

import re
from typing import Any

from django.test import Client

from people import PASSWORD, at

NAMES = {"first_ar": "ليلى", "family_ar": "الحربي", "first_en": "Layla", "family_en": "Alharbi"}


class Applicant:
    """Somebody of the cast with a browser; each step returns the answer and changes nothing else."""

    def __init__(self, world: Any, slug: str = "layla", client: Client | None = None) -> None:
        self.world, self.one, self.client = world, world.cast[slug], client or at()

    def choose(self) -> Any:
        return self.client.post("/register/who", {"population": self.one["population"]})

    def identify(self, **more: str) -> Any:
        record = self.world.person(self.one["slug"])
        year, month, day = record["birth_date"].split("-")
        typed = {"identifier": self.one["number"], "birth_year": year, "birth_month": month, "birth_day": day}
        typed |= NAMES | {"birth_calendar": "gregorian", "nationality": record["nationality"], "passport": "A1234567"}
        return self.client.post("/register/identity", typed | more)

    def contact(self, **more: str) -> Any:
        return self.client.post("/register/contact", {"phone": self.one["phone"], "email": ""} | more)

    def code(self) -> str:
        self.world.deliver()
        found: str = self.world.pocket.code(self.one["phone"])
        return found

    def prove(self, code: str = "") -> Any:
        return self.client.post("/register/phone", {"code": code or self.code()})

    def submit(self, **more: str) -> Any:
        typed = {"user_name": "layla.h", "password": PASSWORD, "again": PASSWORD, "terms": "yes"}
        return self.client.post("/register/password", typed | more)

    def until(self, step: str) -> "Applicant":
        """Everything before and including a step."""
        for name in ("choose", "identify", "contact", "prove", "submit"):
            answer = getattr(self, name)()
            assert answer.status_code == 302, (name, problems(answer))
            if name == step:
                break
        self.world.deliver()
        return self


def problems(answer: Any) -> list[str]:
    """What stands in the list above the form."""
    text = answer.content.decode()
    found = re.search(r'<div[^>]*class="[^"]*errors[^"]*".*?</div>', text, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", (found[0] if found else text), re.DOTALL)


def target(answer: Any) -> str:
    """Where an answer leads."""
    assert answer.status_code == 302, (answer.status_code, problems(answer))
    return str(answer["Location"])
