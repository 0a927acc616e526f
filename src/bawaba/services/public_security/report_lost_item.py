"""Report a lost thing."""

from bawaba.cases.conditions import AccountAwake
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice, Day, Text
from bawaba.cases.issued import Document
from bawaba.core.text import T

SERVICE = EService(
    slug="report-lost-item",
    agency="public_security",
    title=T("بلاغ عن مفقود", en="Report a lost item"),
    about=T(
        "تبلّغ عن شيء ضاع منك ويصلك رقم بلاغ مختوم.",
        en="Report something that you have lost, and receive a sealed report number.",
    ),
    conditions=(AccountAwake(),),
    fields=(
        Choice(
            "what",
            T("ما الذي ضاع؟", en="What was lost?"),
            {
                "phone": T("هاتف", en="Phone"),
                "wallet": T("محفظة", en="Wallet"),
                "documents": T("وثائق", en="Documents"),
                "other": T("شيء آخر", en="Something else"),
            },
        ),
        Text("about", T("وصفه", en="Describe it"), most=300, lines=3),
        Text("where", T("أين؟", en="Where?"), most=120),
        Day("when", T("متى؟", en="When?"), earliest=-365, latest=0),
    ),
    effect=RegisterChange("lost.report", what="what", about="about", where="where", when="when"),
    issues=Document("lost-report", T("بلاغ مفقود", en="Report of a lost item")),
    words=("ضاع", "مفقود", "سرقة", "lost", "missing"),
    basis=T("نظام الأمن العام، عينة للعرض", en="Public security law, sample"),
)
