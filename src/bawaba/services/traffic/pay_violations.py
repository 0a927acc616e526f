"""Pay traffic violations."""

from collections.abc import Sequence

from bawaba.cases.conditions import Answers, HasUnpaidViolations
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Several
from bawaba.cases.issued import Document
from bawaba.cases.offers import unpaid_violations, violation_label
from bawaba.core.money import Money
from bawaba.core.text import T
from bawaba.payments.commands import Line


def _fines(facts: Facts, answers: Answers) -> Sequence[Line]:
    chosen = [one for one in facts.unpaid() if one.number in answers["violations"]]
    return [Line("fine", violation_label(one), Money(one.halalas, one.currency)) for one in chosen]


SERVICE = EService(
    slug="pay-violations",
    agency="traffic",
    title=T("سداد المخالفات المرورية", en="Pay traffic violations"),
    about=T(
        "تختار ما تريد سداده وتدفعه بالبطاقة، ويصلك إيصال مختوم يمكن لأي جهة أن تتحقق منه.",
        en="Choose what to pay and pay by card; you receive a sealed receipt that anyone can verify.",
    ),
    conditions=(HasUnpaidViolations(),),
    fields=(
        Several(
            "violations",
            T("المخالفات التي تسددها", en="Violations to pay"),
            unpaid_violations,
            frozenset({"violations"}),
        ),
    ),
    fee=_fines,
    fee_note=T("مبلغ ما تختاره من مخالفات", en="The amount of the violations you choose"),
    effect=RegisterChange("violation.pay", numbers="violations"),
    issues=Document("payment-receipt", T("إيصال سداد", en="Payment receipt")),
    words=("غرامات", "غرامة", "تسديد", "دفع", "مخالفة", "fines", "ticket", "pay"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
