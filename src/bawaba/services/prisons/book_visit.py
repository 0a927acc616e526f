"""Book a visit to a relative."""

from bawaba.cases.conditions import AccountAwake, HasRelativeInside
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice, Day, OneOf
from bawaba.cases.issued import Document
from bawaba.cases.offers import my_inmates
from bawaba.core.text import T

SERVICE = EService(
    slug="book-prison-visit",
    agency="prisons",
    title=T("حجز زيارة نزيل", en="Book a prison visit"),
    about=T(
        "تحجز زيارة لقريبك النزيل، حضورًا أو بالاتصال المرئي.",
        en="Book a visit to your relative, in person or by video.",
    ),
    conditions=(AccountAwake(), HasRelativeInside()),
    fields=(
        OneOf("inmate", T("القريب", en="Relative"), my_inmates, frozenset({"inmates"})),
        Day("day", T("اليوم", en="Day"), earliest=1, latest=30),
        Choice(
            "hour",
            T("الوقت", en="Time"),
            {
                "morning": T("صباحًا", en="Morning"),
                "evening": T("مساءً", en="Evening"),
            },
        ),
        Choice(
            "way",
            T("الطريقة", en="How"),
            {
                "in_person": T("حضورًا", en="In person"),
                "video": T("اتصال مرئي", en="By video"),
            },
        ),
    ),
    effect=RegisterChange("prison.book_visit", inmate="inmate", day="day", hour="hour", way="way"),
    issues=Document("prison-visit", T("تصريح زيارة", en="Visit permit")),
    words=("سجين", "نزيل", "زيارة سجن", "prison", "inmate"),
    basis=T("نظام السجون، عينة للعرض", en="Prisons law, sample"),
)
