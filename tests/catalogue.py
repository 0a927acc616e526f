"""Somebody of the right kind applies for an e-service, by command: what every test of the catalogue is made of."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from bawaba.cases.acting import may_act_for
from bawaba.cases.answering import cleaned
from bawaba.cases.attaching import take_in
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import check, gather
from bawaba.cases.concerns import Concerned
from bawaba.cases.facts import Facts
from bawaba.cases.fields import OneOf, Several
from bawaba.cases.queries import ApplicationView, application
from bawaba.cases.submission import Request, submit_application
from bawaba.identity.accounts.queries import applicant
from bawaba.payments.paying import start_payment
from bawaba.payments.queries import bill_for
from bawaba_sandbox.register.cast import new_spare
from payers import PERSON, account_of, pays
from people import activated

PDF = b"%PDF-1.7 a page"
Posted = Mapping[str, Sequence[str]]


class Asker:
    """A spare of the sandbox with an account; ``with_child`` acts for the child where a service lets nobody else."""

    def __init__(self, world: Any, population: str, *wanted: str) -> None:
        """``wanted``: what the sandbox's equipment gives."""
        made = new_spare(world.store, 7, population, wanted)
        self.world, self.slug, self.key = world, made["slug"], made["person_key"]
        world.cast[self.slug] = made
        activated(world, self.slug)
        self.account = account_of(world, self.slug)

    def record(self) -> dict[str, Any]:
        """As the register has it now."""
        found: dict[str, Any] = self.world.store.person(self.key)
        return found

    def change(self, **values: Any) -> None:
        """The register knows something else from now on."""
        self.world.store.change_person(self.key, **values)

    def child(self) -> str:
        """The child's person key."""
        return str(next(one["person_key"] for one in self.record()["household"] if one["person_key"] != self.key))

    def facts(self, slug: str, concerned: str = "") -> Facts:
        """Of this moment."""
        return gather(services()[slug].topics, applicant(self.account), concerned or self.key, timedelta(0))

    def unmet(self, slug: str, concerned: str = "") -> set[str]:
        """Conditions that are not met before anything is chosen, by their English title."""
        checked = check(services()[slug], self.facts(slug, concerned))
        return {one.title.en for one in checked if type(one.answer).__name__ != "Met"}

    def problems(self, slug: str, **posted: str) -> set[str]:
        """Fields whose answers cannot be taken."""
        facts = self.facts(slug)
        return set(cleaned(services()[slug], {**self.offered(slug, facts), **_lists(posted)}, facts)[1])

    def offered(self, slug: str, facts: Facts) -> dict[str, list[str]]:
        """The first of whatever is offered."""
        fields = [one for one in services()[slug].fields if isinstance(one, OneOf | Several)]
        return {one.name: [option.value for option in one.options(facts)[:1]] for one in fields}

    def apply(self, slug: str, *, concerned: str = "", **posted: str) -> ApplicationView:
        """Submit, pay what is owed, and let it be carried out; NotEntitled, SourceSilent."""
        service, facts = services()[slug], self.facts(slug, concerned)
        whom = self._relative(slug, concerned) if concerned else None
        typed = {**self.offered(slug, facts), **self._files(slug), **_lists(posted)}
        answers, problems = cleaned(service, typed, facts)
        assert not problems, problems
        asked = Request(service, self.account, concerned or self.key, answers, whom)
        done = submit_application(asked=asked, facts=facts, by=PERSON)
        if done.bill:
            page = start_payment(bill=done.bill, account=self.account, language="ar", by=PERSON)
            pays(self.world, page.removeprefix("http://sandbox"))
        self.world.deliver()
        return application(done.application)

    def _relative(self, slug: str, key: str) -> Concerned:
        own = self.facts("personal-record").person
        return next(one for one in may_act_for(services()[slug], self.account, own) if one.person_key == key)

    def _files(self, slug: str) -> dict[str, list[str]]:
        fields = [one for one in services()[slug].fields if one.widget == "files"]
        return {one.name: [f"{take_in(account=self.account, content=PDF)}/a.pdf"] for one in fields}


def day(name: str, when: date) -> dict[str, str]:
    """How a day is posted."""
    return {f"{name}_year": str(when.year), f"{name}_month": str(when.month), f"{name}_day": str(when.day)}


def halalas(found: ApplicationView) -> int:
    """What its bill came to; nothing without one."""
    owed = bill_for(found.uuid)
    return owed.total.halalas if owed else 0


def _lists(posted: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in posted.items()}


def ended(found: ApplicationView) -> UUID:
    """It ended well, with a document."""
    assert found.state == "issued", (found.state, found.refusal)
    assert found.document is not None
    return found.document
