"""Ask for anything that no other service covers."""

from bawaba.cases.deciding import ByOfficer
from bawaba.cases.eservice import EService
from bawaba.cases.fields import Choice, Files, Text
from bawaba.core.text import T

SERVICE = EService(
    slug="general-request",
    agency="general",
    title=T("طلب عام", en="General request"),
    about=T(
        "اكتب ما تحتاجه وأرفق ما يلزم، ويصلك رد موظف.",
        en="Write what you need and attach what belongs to it; an officer answers.",
    ),
    fields=(
        Choice(
            "agency",
            T("الجهة", en="Agency"),
            {
                "civil_affairs": T("الأحوال المدنية", en="Civil Affairs"),
                "passports": T("الجوازات", en="Passports"),
                "traffic": T("المرور", en="Traffic"),
                "public_security": T("الأمن العام", en="Public Security"),
            },
        ),
        Text("subject", T("الموضوع", en="Subject"), most=100),
        Text("request", T("طلبك", en="Your request"), most=3000, lines=7),
        Files("papers", T("المرفقات", en="Attachments"), most=5, optional=True),
    ),
    decide=ByOfficer(days=5),
    time=T("خمسة أيام عمل", en="Five working days"),
    words=("تواصل", "شكوى", "استفسار", "complaint", "question", "contact"),
    basis=T("عينة للعرض", en="Sample for demonstration"),
)
