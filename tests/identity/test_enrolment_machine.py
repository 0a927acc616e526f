"""The portal and the model of its rules do the same things in every order that Hypothesis can think of."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bawaba.core import clock
from bawaba.core.secrets import typed_opening_code
from bawaba.identity.accounts.models import Account
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.accounts.repudiation import LinkOver, repudiate
from bawaba.identity.attestation.completion import CannotComplete, complete, open_reserved
from bawaba.identity.codes.models import Spending
from bawaba.identity.enrolment import commands
from bawaba.identity.enrolment.clockwork import expire_enrolments
from bawaba.identity.enrolment.lifecycle import ENROLMENT
from bawaba.identity.enrolment.models import Enrolment
from bawaba.identity.enrolment.phone_proof import prove_with_code, send_phone_code
from bawaba.identity.enrolment.queries import Draft, draft
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba_attestor import Problem
from enrolment_model import DAY, HOUR, MINUTE, Model
from people import APPLICANT, PASSWORD, origin

PEOPLE = ("layla", "omar", "mariam", "sami")
HOUSEHOLD = frozenset({"omar", "mariam"})
LONGEST = 20 * DAY  # documents of the cast lapse later
people, whose_phone = st.sampled_from(PEOPLE), st.sampled_from(["omar", "omar", "sami"])  # few: they shall meet


class EnrolmentMachine(RuleBasedStateMachine):
    """Each rule acts on both, and compares the answers; each invariant compares what is left behind."""

    world: Any
    drafts = Bundle("drafts")
    reserved = Bundle("reserved")
    links = Bundle("links")

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.travel = time_machine.travel(datetime.now(UTC), tick=False)
        self.clock = self.travel.start()
        self.model = Model(kin=(HOUSEHOLD,))
        self.kiosk = self.world.attestor("kiosk-1")
        self.bank = self.world.attestor("palm-bank", "bank")
        self.handles: dict[int, Any] = {}
        self.codes: dict[int, str] = {}
        self.tokens: list[str] = []
        self.agreed = True

    def teardown(self) -> None:
        """Every history is one that the table of moves allows; then nothing has happened."""
        try:
            for key, handle in self.handles.items() if self.agreed else ():
                self._follow(handle, self.model.registrations[key].state)
        finally:
            self.travel.stop()
            transaction.savepoint_rollback(self.savepoint)

    @rule(target=drafts, who=people, phone=whose_phone)
    def begin(self, who: str, phone: str) -> int:
        self._tick()
        key, one = self._next(), self.world.cast[who]
        started = commands.start_enrolment(population=one["population"], language="ar", by=APPLICANT)
        number = self.world.cast[phone]["phone"]
        typed = {
            "identifier_kind": one["kind"],
            "identifier": one["number"],
            "phone": number,
            "user_name": f"name.{key}",
        }
        commands.save_claims(enrolment=started.enrolment, typed=typed, by=APPLICANT)
        self.handles[key] = started.enrolment
        self.model.begin(key, who, number, f"name.{key}")
        return key

    @rule(target=drafts, who=people, phone=whose_phone)
    def register(self, who: str, phone: str) -> int:
        """From the first page to the receipt, as far as it goes."""
        key = self.begin(who, phone)
        self.prove(key)
        self.submit(key)
        return key

    @rule(key=drafts, phone=whose_phone)
    def change_phone(self, key: int, phone: str) -> None:
        self._tick()
        number = self.world.cast[phone]["phone"]
        expected = self.model.change_phone(key, number)
        act = lambda: commands.save_claims(enrolment=self.handles[key], typed={"phone": number}, by=APPLICANT)  # noqa: E731
        assert self._done(act) is expected

    @rule(key=drafts)
    def prove(self, key: int) -> None:
        self._tick()
        expected = self.model.prove(key)
        assert self._proven(key) == expected

    @rule(key=drafts)
    def submit(self, key: int) -> None:
        self._tick()
        expected = self.model.submit(key)
        act = lambda: commands.submit_enrolment(  # noqa: E731
            enrolment=self.handles[key], password=PASSWORD, terms_version="2026-11", by=APPLICANT
        )
        assert self._done(act) is expected

    @rule(key=drafts)
    def cancel(self, key: int) -> None:
        self._tick()
        expected = self.model.cancel(key)
        assert self._done(lambda: commands.cancel_enrolment(enrolment=self.handles[key], by=APPLICANT)) is expected

    @rule(target=links, who=people, phone=whose_phone, mine=st.booleans())
    def at_kiosk(self, who: str, phone: str, mine: bool) -> Any:
        self._tick()
        key, number = self._next(), self.world.cast[phone]["phone"]
        expected = self.model.at_kiosk(who, number, mine=mine, key=key)
        try:
            outcome = self.world.attest(self.kiosk, who, self.world.visit(self.kiosk, who, phone=number), use=mine)
            answer = "rebound" if outcome.body.get("rebound") else outcome.word
        except Problem as problem:
            answer = problem.slug
        assert answer == expected
        self._made(key, who)
        return self._linked(number, expected)

    @rule(target=links, who=people, phone=whose_phone)
    def at_bank(self, who: str, phone: str) -> Any:
        self._tick()
        key, number = self._next(), self.world.cast[phone]["phone"]
        expected = self.model.at_bank(who, number, key)
        outcome = self.world.bank_attest(self.bank, who, phone=number)
        assert outcome.word == expected
        assert set(outcome.body) == {"outcome", "jti"}, "a bank hears one word"
        self.world.deliver()
        self._made(key, who)
        if expected == "code_sent":
            self.codes[key] = typed_opening_code(self.world.pocket.opening_code(number))
        return self._linked(number, expected)

    @precondition(lambda self: self.codes)
    @rule(target=links, data=st.data())
    def complete_reserved(self, data: Any) -> Any:
        self._tick()
        key = data.draw(st.sampled_from(sorted(self.codes)))
        one = self.model.registrations[key]
        expected = self.model.complete(key, f"bank.{key}")
        assert self._completed(key, one.who) is expected
        return self._linked(one.phone, "activated" if expected else "no")

    @rule(number=links)
    def press_not_you(self, number: int) -> None:
        self._tick()
        expected = self.model.press(number)
        try:
            repudiate(token=self.tokens[number], by=Actor("person"))
            pressed = True
        except LinkOver:
            pressed = False
        assert pressed is expected

    @rule(key=drafts)
    def log_in(self, key: int) -> None:
        name = self.model.registrations[key].name
        found = authenticate(username=name, password=PASSWORD)
        inside = found is not None and found.account.state == "active"
        assert inside is self.model.may_log_in(name)

    @precondition(lambda self: self.model.now < LONGEST)
    @rule(seconds=st.sampled_from([3 * MINUTE, 16 * MINUTE, 25 * HOUR, 3 * DAY]))
    def wait(self, seconds: int) -> None:
        self._tick(seconds)

    @invariant()
    def one_person_has_at_most_one_live_account_and_it_is_as_the_model_says(self) -> None:
        live = {row.uuid: row for row in Account.objects.exclude(state="closed")}
        assert len(live) == len(self.model.accounts)
        for who, life in self.model.accounts.items():
            found = holder(live_account_of_number(self.world.cast[who]["number"]))
            row = live[found.account]
            assert (found.state, found.frozen_until_attended) == (life.state, life.frozen)
            assert row.phone_lost if life.phone is None else found.phone == life.phone
            assert life.name is None or found.user_name == life.name

    @invariant()
    def every_registration_is_where_the_model_has_it(self) -> None:
        stored = dict(Enrolment.objects.values_list("uuid", "state"))
        for key, handle in self.handles.items():
            expected = self.model.registrations[key].state
            assert stored.get(handle, "expired") == expected, (key, expected)
        alive = set(Enrolment.objects.filter(state="activated").values_list("uuid", flat=True))
        assert alive <= set(self.handles.values()), "nothing comes alive that nobody made"
        self.agreed = True

    def _next(self) -> int:
        return len(self.handles)

    def _tick(self, seconds: int = 1) -> None:
        """Budgets are the business of their own tests."""
        self.agreed = False
        self.clock.shift(seconds)
        self.model.wait(seconds)
        expire_enrolments(clock.now())
        self.world.deliver()
        Spending.objects.all().delete()

    def _done(self, act: Any) -> bool:
        try:
            act()
        except commands.IllegalMove:
            return False
        return True

    def _proven(self, key: int) -> str:
        row = Enrolment.objects.filter(uuid=self.handles[key]).first()
        if row is None or row.state != "started":
            return "gone"
        found, here = self._draft(key), origin()
        send_phone_code(sought=found.sought(), origin=here, by=APPLICANT)
        self.world.deliver()
        text = self.world.pocket.code(found.claims.phone)
        try:
            return "proven" if prove_with_code(draft=found, text=text, origin=here, by=APPLICANT).right else "wrong"
        except commands.TooManyForPhone:
            return "full"

    def _draft(self, key: int) -> Draft:
        return draft(self.handles[key])

    def _made(self, key: int, who: str) -> None:
        """What a kiosk or bank made, if the model has it."""
        if key in self.model.registrations:
            known = set(self.handles.values())
            fresh = Enrolment.objects.exclude(uuid__in=known).order_by("-made_at").values_list("uuid", flat=True)
            assert len(fresh) == 1, (who, "made one")
            self.handles[key] = fresh[0]

    def _linked(self, phone: str, outcome: str) -> Any:
        """The link of the message that told of an account that came alive."""
        if outcome != "activated":
            return multiple()
        self.world.deliver()
        texts = [text for to, text in self.world.pocket.texts if to == phone and "/not-you/" in text]
        self.tokens.append(re.findall(r"/not-you/([\w-]+)", texts[-1])[-1])
        return len(self.tokens) - 1

    def _completed(self, key: int, who: str) -> bool:
        born = date.fromisoformat(self.world.person(who)["birth_date"])
        try:
            opened = open_reserved(
                number=self.world.cast[who]["number"], birth_date=born, text=self.codes[key], by=APPLICANT
            )
            with transaction.atomic():
                complete(key=opened, user_name=f"bank.{key}", password=PASSWORD, terms_version="2026-11", by=APPLICANT)
        except CannotComplete:
            return False
        return True

    def _follow(self, handle: Any, end: str) -> None:
        """From its first event to its last; only a set-wide supersede has none of its own."""
        state = ""
        for kind in (
            Event.objects.filter(subject=handle, type__startswith="enrolment.")
            .order_by("pk")
            .values_list("type", flat=True)
        ):
            name = kind.partition(".")[2]
            if name not in ENROLMENT.moves or (name == "supersede" and state == "activated"):
                continue
            step = ENROLMENT.move(name)
            assert state in step.sources or (not state and not step.sources), (state, name)
            state = step.target
        assert state == end or end in ("superseded", "expired"), (state, end)


@pytest.mark.promise("A14", "A15")
@pytest.mark.django_db
def test_portal_and_model_agree_whatever_happens_in_whatever_order(world: Any, trials: Any) -> None:
    machine = type("Machine", (EnrolmentMachine,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=trials(200),
            stateful_step_count=50,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
