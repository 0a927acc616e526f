"""Conditions over further topics, as a table: before and after a choice, and while the source is silent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bawaba.cases import conditions
from bawaba.cases.answers import From, Met, Unknown, Unmet
from bawaba.cases.catalogue import services
from bawaba.cases.conditions import (
    AddressOnRecord,
    AgeBetween,
    AmountBetween,
    AppointmentHeld,
    BiometricOnFile,
    BirthToRegister,
    ExpiresWithin,
    FewerVehiclesThan,
    GuestInsured,
    HasHousehold,
    HasPermit,
    HasRelativeInside,
    HostsGuest,
    InspectionValid,
    InsuranceValid,
    MedicalPassed,
    NoConviction,
    NotReportedAbsent,
    ObjectionOpen,
    OnceOnly,
    OutsideCountry,
    OwnsVehicle,
    RegistrationExpiresWithin,
    SourceAnswers,
    VehicleWithoutViolations,
)
from bawaba.cases.facts import Facts
from bawaba.registers.ports import Known, Relative, Vehicle
from bawaba.registers.topics import Address, Birth, Guest, Inmate, Medical, Permit, Standing
from cases.test_conditions import TABLE as OTHERS
from samples import APPLICANT, NOW, PERSON, TODAY, WORD, holding, violation

DAY = timedelta(days=1)
FAR, PAST = TODAY + 400 * DAY, TODAY - DAY
CAR = Vehicle("1", WORD, WORD, "m", 2020, WORD, FAR, FAR, FAR, 5, "private", 0)
OTHER = replace(CAR, number="2")
GUEST = Guest("g", "1", PERSON.names, TODAY + 5 * DAY, FAR, inside_country=True, insured_until=FAR, reported_absent=False)  # fmt: skip
BIRTH = Birth("1", TODAY, "female", WORD, registered=False)
STANDING = Standing(reported_absent=False, convictions=0, household_workers=0, employer=WORD, terms_paid={})
FINE = violation("unpaid")
CHILD = Relative("c", "child", PERSON.names, TODAY)
PERMIT = Permit("exit_reentry_single", "1", TODAY, FAR, used=False)


def near(days: int, **more: Any) -> Vehicle:
    return replace(CAR, registration_expires=TODAY + days * DAY, **more)


def aged(years: int) -> Any:
    return replace(PERSON, birth_date=TODAY.replace(year=TODAY.year - years))


def guest(days: int, **more: Any) -> Guest:
    return replace(GUEST, visa_expires=TODAY + days * DAY, **more)


ANY: dict[str, Any] = {}
TABLE: list[tuple[Any, str, Any, dict[str, Any], type]] = [
    # condition, topic, what is heard on it, answers, verdict
    (AddressOnRecord(), "address", Address("A", "1", WORD, WORD, WORD, "1"), ANY, Met),
    (AddressOnRecord(), "address", None, ANY, Unmet),
    (AgeBetween(least=18), "person", aged(18), ANY, Met),
    (AgeBetween(least=18), "person", aged(17), ANY, From),
    (AgeBetween(most=17), "person", aged(17), ANY, Met),
    (AgeBetween(most=17), "person", aged(18), ANY, Unmet),
    (BiometricOnFile(), "person", PERSON, ANY, Met),
    (BiometricOnFile(), "person", replace(PERSON, biometric_on_file=False), ANY, Unmet),
    (BiometricOnFile(), "person", replace(PERSON, biometric_on_file=False, biometric_exempt=True), ANY, Met),
    (BiometricOnFile(from_age=15), "person", replace(aged(14), biometric_on_file=False), ANY, Met),
    (BirthToRegister(), "births", (BIRTH,), ANY, Met),
    (BirthToRegister(), "births", (BIRTH,), {"notice": "1"}, Met),
    (BirthToRegister(), "births", (BIRTH,), {"notice": "2"}, Unmet),
    (BirthToRegister(), "births", (replace(BIRTH, registered=True),), ANY, Unmet),
    (ExpiresWithin("iqama", 180), "person", holding(("iqama", TODAY + 180 * DAY)), ANY, Met),
    (ExpiresWithin("iqama", 180), "person", holding(("iqama", TODAY + 181 * DAY)), ANY, From),
    (ExpiresWithin("iqama", 180), "person", holding(("iqama", PAST)), ANY, Met),
    (ExpiresWithin("iqama", 180), "person", holding(), ANY, Unmet),
    (GuestInsured(), "guests", (GUEST,), ANY, Met),
    (GuestInsured(), "guests", (GUEST, replace(GUEST, number="2", insured_until=PAST)), {"guest": "2"}, Unmet),
    (GuestInsured(), "guests", (replace(GUEST, insured_until=TODAY),), {"guest": "1"}, Met),
    (HasHousehold(), "person", replace(PERSON, household=(CHILD,)), ANY, Met),
    (HasHousehold(("spouse",)), "person", replace(PERSON, household=(CHILD,)), ANY, Unmet),
    (HasPermit(("exit_reentry_single",)), "permits", (PERMIT,), ANY, Met),
    (HasPermit(("final_exit",)), "permits", (PERMIT,), ANY, Unmet),
    (HasRelativeInside(), "inmates", (Inmate("1", PERSON.names, WORD, "uncle"),), ANY, Met),
    (HasRelativeInside(), "inmates", (), ANY, Unmet),
    (HostsGuest(), "guests", (guest(7),), ANY, Met),
    (HostsGuest(), "guests", (guest(-3),), {"guest": "1"}, Met),
    (HostsGuest(), "guests", (guest(8),), ANY, From),
    (HostsGuest(), "guests", (guest(-4),), ANY, Unmet),
    (HostsGuest(), "guests", (), ANY, Unmet),
    (HostsGuest(), "guests", (guest(5), replace(guest(20), number="2")), {"guest": "2"}, From),
    (InspectionValid(), "vehicles", (CAR,), ANY, Met),
    (InspectionValid(), "vehicles", (CAR, replace(OTHER, inspection_expires=PAST)), {"vehicle": "2"}, Unmet),
    (InsuranceValid(), "vehicles", (replace(CAR, insurance_expires=TODAY),), ANY, Met),
    (InsuranceValid(), "vehicles", (CAR, replace(OTHER, insurance_expires=PAST)), ANY, Met),
    (InsuranceValid(), "vehicles", (CAR, replace(OTHER, insurance_expires=PAST)), {"vehicle": "2"}, Unmet),
    (MedicalPassed("driving"), "medical", (Medical("driving", passed=True, valid_until=TODAY),), ANY, Met),
    (MedicalPassed("driving"), "medical", (Medical("driving", passed=True, valid_until=PAST),), ANY, Unmet),
    (MedicalPassed("driving"), "medical", (Medical("driving", passed=False, valid_until=FAR),), ANY, Unmet),
    (MedicalPassed("driving"), "medical", (Medical("residence", passed=True, valid_until=FAR),), ANY, Unmet),
    (NoConviction(), "standing", STANDING, ANY, Met),
    (NoConviction(), "standing", replace(STANDING, convictions=1), ANY, Unmet),
    (NotReportedAbsent(), "standing", STANDING, ANY, Met),
    (NotReportedAbsent(), "standing", replace(STANDING, reported_absent=True), ANY, Unmet),
    (ObjectionOpen(), "violations", (FINE,), ANY, Met),
    (ObjectionOpen(), "violations", (replace(FINE, objection_until=PAST),), ANY, Unmet),
    (ObjectionOpen(), "violations", (replace(FINE, status="paid"),), {"violation": "V1"}, Unmet),
    (OutsideCountry(), "person", replace(PERSON, inside_country=False), ANY, Met),
    (OutsideCountry(), "person", PERSON, ANY, Unmet),
    (OwnsVehicle(), "vehicles", (CAR,), ANY, Met),
    (OwnsVehicle(), "vehicles", (), ANY, Unmet),
    (OwnsVehicle(), "vehicles", (CAR,), {"vehicle": "2"}, Unmet),
    (RegistrationExpiresWithin(days=180), "vehicles", (near(180),), ANY, Met),
    (RegistrationExpiresWithin(days=180), "vehicles", (near(181),), ANY, From),
    (RegistrationExpiresWithin(days=180), "vehicles", (near(9), replace(OTHER)), {"vehicle": "2"}, From),
    (RegistrationExpiresWithin(days=180), "vehicles", (), ANY, Unmet),
    (SourceAnswers("travel"), "travel", (), ANY, Met),
    (VehicleWithoutViolations(), "vehicles", (CAR, replace(OTHER, violations=1)), ANY, Met),
    (VehicleWithoutViolations(), "vehicles", (CAR, replace(OTHER, violations=1)), {"vehicle": "2"}, Unmet),
]


def facts(topic: str = "", value: Any = None, *, stale: bool = False, **more: Any) -> Facts:
    return Facts(APPLICANT, NOW, TODAY, {topic: Known(value, NOW, stale)} if topic else {}, **more)


@pytest.mark.parametrize(
    ("condition", "topic", "heard", "answers", "verdict"),
    TABLE,
    ids=[f"{type(one[0]).__name__}-{one[4].__name__}" for one in TABLE],
)
def test_a_condition_answers_by_the_table(
    condition: Any, topic: str, heard: Any, answers: dict[str, Any], verdict: type
) -> None:
    answer = condition.holds(facts(topic, heard), answers)
    assert type(answer) is verdict
    assert condition.title.ar != condition.title.en
    assert isinstance(condition.holds(facts(topic, heard, stale=True), answers), Unknown), (
        "an old fact is not judged on"
    )
    assert isinstance(condition.holds(facts(), answers), Unknown), "a silent source is never taken for a fact"
    if isinstance(answer, From):
        assert answer.day > TODAY


def test_the_day_from_which_it_holds_is_the_first_on_which_it_does() -> None:
    assert ExpiresWithin("iqama", 180).holds(facts("person", holding(("iqama", TODAY + 190 * DAY))), {}) == From(TODAY + 10 * DAY)  # fmt: skip
    assert RegistrationExpiresWithin(days=180).holds(facts("vehicles", (near(183),)), {}) == From(TODAY + 3 * DAY)
    assert HostsGuest().holds(facts("guests", (guest(9),)), {}) == From(TODAY + 2 * DAY)
    absent = HostsGuest(latest_days_past=14, earliest_days_left=-7)
    assert absent.holds(facts("guests", (guest(-5),)), {}) == From(TODAY + 2 * DAY)
    assert isinstance(absent.holds(facts("guests", (guest(-15),)), {}), Unmet)


def test_what_was_asked_for_before_is_not_asked_for_again() -> None:
    before = facts(asked_before=frozenset({"V1"}))
    assert isinstance(OnceOnly("violation").holds(before, {"violation": "V1"}), Unmet)
    assert isinstance(OnceOnly("violation").holds(before, {"violation": "V2"}), Met)
    assert isinstance(OnceOnly("violation").holds(before, {}), Met), "another one is left"
    everything = facts(asked_before=frozenset({"V1"}), nothing_left=True)
    assert isinstance(OnceOnly("violation").holds(everything, {}), Unmet)


@pytest.mark.parametrize(
    ("amount", "verdict"), [(None, Met), (49_999, Unmet), (50_000, Met), (100_000, Met), (100_001, Unmet), (0, Unmet)]
)
def test_an_amount_is_judged_once_it_was_typed(amount: int | None, verdict: type) -> None:
    between = AmountBetween("price", least=50_000, most=100_000)
    assert type(between.holds(facts(), {"price": amount})) is verdict
    assert type(between.holds(facts(), {} if amount is None else {"price": str(amount)})) is verdict


@pytest.mark.parametrize(
    ("who", "cars", "verdict"),
    [
        ("resident", (), Met),
        ("resident", (CAR,), Met),
        ("resident", (CAR, OTHER), Unmet),
        ("citizen", (CAR, OTHER), Met),
        ("resident", None, Unknown),
        (None, (CAR, OTHER), Unknown),
    ],
)
@pytest.mark.parametrize("stale", [False, True])
def test_vehicles_are_counted_of_whom_a_limit_is_set(who: str | None, cars: Any, verdict: type, stale: bool) -> None:
    heard = {"person": replace(PERSON, population=who) if who else None, "vehicles": cars}
    known = {topic: Known(value, NOW, stale) for topic, value in heard.items() if value is not None}
    answer = FewerVehiclesThan(2, populations=frozenset({"resident"})).holds(Facts(APPLICANT, NOW, TODAY, known), {})
    assert type(answer) is (Unknown if stale else verdict)


def test_every_condition_of_the_shelf_has_its_table() -> None:
    tabled = {type(one[0]).__name__ for one in (*TABLE, *OTHERS)}
    own_tests = {"AppointmentHeld", "OnceOnly", "AmountBetween", "FewerVehiclesThan"}  # above and below
    assert set(conditions.__all__) - {"Answers", "Condition"} - tabled == own_tests


def test_no_condition_stands_on_the_shelf_without_a_service() -> None:
    judged_of_every_service = {"Answers", "Condition", "OpenTo", "Assured"}
    sides = [one.counterparty.conditions for one in services().values() if one.counterparty]
    used = {type(one).__name__ for service in services().values() for one in service.conditions}
    used |= {type(one).__name__ for side in sides for one in side}
    assert set(conditions.__all__) - judged_of_every_service - used - {"AmountBetween", "FewerVehiclesThan"} == set()


@pytest.mark.parametrize(
    ("received", "verdict"),
    [
        ({}, Unmet),
        ({"traffic": TODAY}, Unmet),
        ({"passports": TODAY}, Met),
        ({"passports": TODAY - 90 * DAY}, Met),
        ({"passports": TODAY - 91 * DAY}, Unmet),
    ],
)
def test_an_appointment_counts_when_it_was_held_at_the_agency_not_long_ago(
    received: dict[str, Any], verdict: type
) -> None:
    answer = AppointmentHeld("passports").holds(facts(received=received), {})
    assert type(answer) is verdict
    if isinstance(answer, Unmet):
        assert answer.mend
        assert answer.mend.url == "/appointments/book?agency=passports"
