"""Pay traffic violations."""

from collections.abc import Sequence

from bawaba.cases.conditions import HasUnpaidViolations
from bawaba.cases.eservice import Answers, EService, Option, RegisterChange, Several
from bawaba.cases.facts import Facts
from bawaba.core.money import Money
from bawaba.core.text import T
from bawaba.payments.commands import Line
from bawaba.registers.ports import Violation


def _label(one: Violation) -> T:
    return T(f"{one.kind.ar}، {one.place.ar}", en=f"{one.kind.en}, {one.place.en}")


def _unpaid(facts: Facts) -> Sequence[Option]:
    return [Option(one.number, _label(one), Money(one.halalas, one.currency).plain()) for one in facts.unpaid()]


def _fines(facts: Facts, answers: Answers) -> Sequence[Line]:
    chosen = [one for one in facts.unpaid() if one.number in answers["violations"]]
    return [Line("fine", _label(one), Money(one.halalas, one.currency)) for one in chosen]


SERVICE = EService(
    slug="pay-violations",
    agency="traffic",
    title=T("سداد المخالفات المرورية", en="Pay traffic violations"),
    about=T(
        "تختار ما تريد سداده وتدفعه بالبطاقة، ويصلك إيصال مختوم يمكن لأي جهة أن تتحقق منه.",
        en="Choose what to pay and pay by card; you receive a sealed receipt that anyone can verify.",
    ),
    conditions=(HasUnpaidViolations(),),
    fields=(Several("violations", T("المخالفات التي تسددها", en="Violations to pay"), _unpaid),),
    fee=_fines,
    effect=RegisterChange("violation.pay", lambda answers: {"numbers": answers["violations"]}),
    issues="payment-receipt",
    needs=frozenset({"violations"}),
    words=("غرامات", "غرامة", "تسديد", "دفع", "مخالفة", "fines", "ticket", "pay"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
