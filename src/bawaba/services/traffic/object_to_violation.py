"""Object to a traffic violation."""

from bawaba.cases.conditions import HasUnpaidViolations, ObjectionOpen, OnceOnly
from bawaba.cases.deciding import OTHER, ByOfficer
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Files, OneOf, Text
from bawaba.cases.offers import objectionable_violations
from bawaba.core.text import T

REASONS = {
    "clear": T("صورة المخالفة واضحة.", en="The picture of the violation is clear."),
    "no_evidence": T("لا يوجد ما يؤيد الاعتراض.", en="Nothing supports the objection."),
    OTHER: T("لسبب موضح في الرسالة.", en="For a reason given in the letter."),
}

SERVICE = EService(
    slug="object-to-violation",
    agency="traffic",
    title=T("الاعتراض على مخالفة مرورية", en="Object to a traffic violation"),
    about=T(
        "تعترض مرة واحدة خلال ثلاثين يومًا من المخالفة، وينظر موظف في اعتراضك.",
        en="Object once, within thirty days of the violation; an officer looks at your objection.",
    ),
    conditions=(HasUnpaidViolations(), ObjectionOpen(), OnceOnly("violation")),
    fields=(
        OneOf("violation", T("المخالفة", en="Violation"), objectionable_violations, frozenset({"violations"})),
        Text("why", T("سبب الاعتراض", en="Why you object"), most=1000, lines=5),
        Files("evidence", T("ما يؤيد اعتراضك", en="What supports it"), optional=True),
    ),
    decide=ByOfficer(days=5, reasons=REASONS),
    effect=RegisterChange("violation.cancel", number="violation"),
    time=T("خمسة أيام عمل", en="Five working days"),
    words=("اعتراض", "تظلم", "مخالفة خطأ", "appeal", "objection", "contest", "غرامة", "fine", "ticket"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
