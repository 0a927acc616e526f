"""Somebody of the right kind applies for an e-service, by command: what every test of the catalogue is made of."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from bawaba.cases.acting import may_act_for
from bawaba.cases.answering import cleaned
from bawaba.cases.attaching import take_in
from bawaba.cases.catalogue import services
from bawaba.cases.checklist import check, gather, may_submit
from bawaba.cases.concerns import Concerned
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.fields import OneOf, Several
from bawaba.cases.queries import ApplicationView, application
from bawaba.cases.sentences import NotConfirmed, mark_of, sentence_of
from bawaba.cases.submission import NotEntitled, Request, SourceSilent, judge, submit_application
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.queries import applicant
from bawaba.payments.models import Bill
from bawaba.payments.paying import start_payment
from bawaba.payments.queries import bill_for
from bawaba_sandbox.register.cast import new_spare
from bawaba_sandbox.register.topics import facts_of
from bawaba_sandbox.register.traffic import plate_of, violation
from payers import PERSON, account_of, pays
from people import activated

PDF = b"%PDF-1.7 a page"
Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Play:
    """One e-service played: who, what is posted, what it costs in halalas, and what spoils it.

    ``spoil`` makes a condition fail; when the register keeps the same rule it refuses what was submitted before.
    """

    slug: str
    who: tuple[str, ...]
    spoil: str
    posted: dict[str, str] = field(default_factory=dict)
    fee: int = 0
    bad: tuple[str, str] = ("", "")  # a field, and what cannot be posted to it
    child: bool = False
    closed_to: str = ""  # a population that it is not for
    register_refuses: bool = True


class Asker:
    """A spare of the sandbox with an account; ``with_child`` acts for the child where a service lets nobody else."""

    def __init__(self, world: Any, population: str, *wanted: str) -> None:
        """``wanted``: what the sandbox's equipment gives."""
        made = world.lives.after((population, wanted), lambda: new_spare(world.store, 7, population, wanted))
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

    def note(self, topic: str, value: Any, key: str = "") -> None:
        """An authority notes something of the person, or of ``key``."""
        with self.world.store.connect() as register:
            given = (key or self.key, topic, json.dumps(value, ensure_ascii=False))
            register.execute("INSERT OR REPLACE INTO fact VALUES (?, ?, ?)", given)

    def noted(self, topic: str) -> Any:
        """What is noted, or follows from the record."""
        return facts_of(self.world.store, self.key, self.record(), [topic])[topic]

    def spoil(self, what: str, key: str = "") -> None:
        """Something that stands in the way."""
        SPOILS[what](self, key or self.key)

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
        return set(
            cleaned(services()[slug], {**self.offered(slug, facts), **self._files(slug), **_lists(posted)}, facts)[1]
        )

    def offered(self, slug: str, facts: Facts) -> dict[str, list[str]]:
        """The first of whatever is offered."""
        fields = [one for one in services()[slug].fields if isinstance(one, OneOf | Several)]
        return {one.name: [option.value for option in one.options(facts)[:1]] for one in fields}

    def apply(
        self,
        slug: str,
        *,
        concerned: str = "",
        meanwhile: Callable[[], None] = lambda: None,
        confirms: bool = True,
        **posted: str,
    ) -> ApplicationView:
        """Submit, pay what is owed, and let it be carried out; NotEntitled, SourceSilent, NotConfirmed."""
        service, facts = services()[slug], self.facts(slug, concerned)
        whom = self._relative(slug, concerned) if concerned else None
        typed = {**self.offered(slug, facts), **self._files(slug), **_lists(posted)}
        answers, problems = cleaned(service, typed, facts)
        assert not problems, problems
        mark = marked(service, facts, answers, whom)
        asked = Request(service, self.account, concerned or self.key, answers, whom, confirmed=mark if confirms else "")
        done = submit_application(asked=asked, facts=facts, by=PERSON)
        if done.bill:
            page = start_payment(bill=done.bill, account=self.account, language="ar", by=PERSON)
            pays(self.world, page.removeprefix("http://sandbox"))
        meanwhile()
        self.world.deliver()
        return application(done.application)

    def _relative(self, slug: str, key: str) -> Concerned:
        own = self.facts("personal-record").person
        return next(one for one in may_act_for(services()[slug], self.account, own) if one.person_key == key)

    def _files(self, slug: str) -> dict[str, list[str]]:
        fields = [one for one in services()[slug].fields if one.widget == "files"]
        return {one.name: [f"{take_in(account=self.account, content=PDF)}/a.pdf"] for one in fields}


def marked(
    service: EService,
    facts: Facts,
    answers: Mapping[str, Any],
    whom: Concerned | None = None,
    draft: UUID | None = None,
) -> str:
    """What stands for the tick under the sentence, where the e-service has one."""
    return mark_of(draft, sentence_of(service, facts, answers, whom), service.lines(facts, answers))


def refused(play: Play, asker: Asker) -> None:
    """A bad answer, a sentence without its tick, an unmet condition, and the wrong group of people or the register's own words."""
    concerned = asker.child() if play.child else ""
    name, value = play.bad
    if name:
        assert asker.problems(play.slug, **{**play.posted, name: value}) == {name.removesuffix("_year")}
    if services()[play.slug].sentence is not None:
        with pytest.raises(NotConfirmed):
            asker.apply(play.slug, concerned=concerned, confirms=False, **play.posted)
    if play.closed_to:
        assert play.closed_to not in services()[play.slug].open_to
        facts = asker.facts(play.slug, concerned)
        other = replace(facts, applicant=replace(facts.applicant, population=play.closed_to))
        assert not may_submit(services()[play.slug], other)
    if play.register_refuses:
        found = asker.apply(
            play.slug, concerned=concerned, meanwhile=lambda: asker.spoil(play.spoil, concerned), **play.posted
        )
        assert (found.state, bool(found.refusal), found.document) == ("refused", True, None)
        assert not play.fee or Bill.objects.get(uuid=found.bill).state == "refunded"
    else:
        asker.spoil(play.spoil, concerned)
    facts = asker.facts(play.slug, concerned)
    with pytest.raises((NotEntitled, SourceSilent)):
        judge(services()[play.slug], facts, {})


def _paper(kind: str, days: int) -> Callable[[Asker, str], None]:
    def change(asker: Asker, key: str) -> None:
        papers = asker.world.store.person(key)["documents"]
        ends = (date.today() + timedelta(days=days)).isoformat()
        changed = [{**one, "expires": ends} if one["type"] == kind else one for one in papers]
        asker.world.store.change_person(key, documents=changed)

    return change


def _fined(asker: Asker, key: str) -> None:
    """One unpaid violation, on the plate of their first vehicle."""
    vehicles = asker.world.store.list_of("vehicle", key)
    plate = vehicles[0]["plate"] if vehicles else plate_of(1)
    number = int(uuid4().int % 10**10)
    made = violation(date.today(), number, plate, 3, "unpaid")
    with asker.world.store.connect() as register:
        given = (made["number"], key, "unpaid", json.dumps(made, ensure_ascii=False))
        register.execute("INSERT INTO violation VALUES (?, ?, ?, ?)", given)


def _vehicle(**values: str) -> Callable[[Asker, str], None]:
    def change(asker: Asker, key: str) -> None:
        with asker.world.store.connect() as register:
            if not values:
                register.execute("DELETE FROM vehicle WHERE key=?", (key,))
            for name, value in values.items():
                register.execute("UPDATE vehicle SET record=json_set(record, ?, ?) WHERE key=?", (f"$.{name}", value, key))  # fmt: skip

    return change


def _crossed(*, inside: bool) -> Callable[[Asker, str], None]:
    return lambda asker, key: asker.world.store.change_person(key, inside_country=inside)


def _says(topic: str, value: Any) -> Callable[[Asker, str], None]:
    return lambda asker, key: asker.note(topic, value, key)


def _guest(**values: Any) -> Callable[[Asker, str], None]:
    return lambda asker, key: asker.note("guests", [{**one, **values} for one in asker.noted("guests")])


def _standing(**values: Any) -> Callable[[Asker, str], None]:
    return lambda asker, key: asker.note("standing", {**asker.noted("standing"), **values}, key)


def _silent(asker: Asker, key: str) -> None:
    asker.world.app.extensions["switches"]["register"] = "down"


def _ago(days: int) -> str:
    return (date.today() - timedelta(days=days)).isoformat()


SPOILS: dict[str, Callable[[Asker, str], None]] = {
    "outside": _crossed(inside=False),
    "inside": _crossed(inside=True),
    "passport ended": _paper("passport", -1),
    "passport ends soon": _paper("passport", 20),
    "card ended": _paper("national_id", -1),
    "card runs on": _paper("national_id", 400),
    "licence runs on": _paper("driving_licence", 700),
    "weapon runs on": _paper("firearm_licence", 700),
    "permit ended": _paper("iqama", -1),
    "fined": _fined,
    "absent": _standing(reported_absent=True),
    "convicted": _standing(convictions=1),
    "no medical": _says("medical", []),
    "no birth": _says("births", []),
    "no relative": _says("inmates", []),
    "no guest": _says("guests", []),
    "guest not insured": _guest(insured_until=_ago(1)),
    "guest just ended": _guest(visa_expires=_ago(2)),
    "guest ended": _guest(visa_expires=_ago(9)),
    "no visa": _says("permits", []),
    "no address": _says("address", None),
    "no vehicle": _vehicle(),
    "insurance ended": _vehicle(insurance_expires=_ago(1)),
    "inspection ended": _vehicle(inspection_expires=_ago(1)),
    "alone": lambda asker, key: asker.world.store.change_person(key, household=[]),
    "silent": _silent,
    "asleep": lambda asker, key: Account.objects.filter(uuid=asker.account).update(state="asleep"),
}


def day(name: str, when: date) -> dict[str, str]:
    """How a day is posted."""
    return {f"{name}_year": str(when.year), f"{name}_month": str(when.month), f"{name}_day": str(when.day)}


def halalas(found: ApplicationView) -> int:
    """What its bill came to; nothing without one."""
    return bill_for(found.uuid).total.halalas if found.bill else 0


def _lists(posted: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in posted.items()}


def ended(found: ApplicationView) -> UUID:
    """It ended well, with a document."""
    assert found.state == "issued", (found.state, found.refusal)
    assert found.document is not None
    return found.document
