"""A permit to hold an event; an officer decides."""

from bawaba.cases.conditions import AccountAwake, AgeBetween
from bawaba.cases.deciding import OTHER, ByOfficer
from bawaba.cases.eservice import EService
from bawaba.cases.fields import Day, Files, Number, Text
from bawaba.cases.issued import Document
from bawaba.core.text import T

REASONS = {
    "place": T("المكان لا يناسب العدد.", en="The place does not suit the number of guests."),
    "date": T("الموعد غير متاح.", en="The date is not available."),
    OTHER: T("لسبب موضح في الرسالة.", en="For a reason given in the letter."),
}

SERVICE = EService(
    slug="event-permit",
    agency="public_security",
    title=T("تصريح إقامة فعالية", en="Event permit"),
    about=T(
        "تطلب تصريحًا لفعالية عامة، وينظر موظف في طلبك.", en="Ask for a permit for a public event; an officer decides."
    ),
    open_to={"citizen", "resident"},
    conditions=(AccountAwake(), AgeBetween(least=21)),
    fields=(
        Text("name", T("اسم الفعالية", en="Name of the event"), most=80),
        Text("place", T("المكان", en="Place"), most=120),
        Day("day", T("اليوم", en="Day"), earliest=7, latest=366),
        Number("guests", T("عدد الحضور المتوقع", en="Guests expected"), least=10, most=100_000),
        Text("plan", T("وصف الفعالية وخطة السلامة", en="The event, and the plan for safety"), most=2000, lines=6),
        Files("papers", T("مخططات ومرفقات", en="Plans and attachments"), most=5, optional=True),
    ),
    decide=ByOfficer(days=5, reasons=REASONS),
    issues=Document("event-permit", T("تصريح فعالية", en="Event permit")),
    time=T("خمسة أيام عمل", en="Five working days"),
    words=("حفل", "مهرجان", "فعالية", "تجمع", "party", "festival", "concert"),
    basis=T("نظام الأمن العام، عينة للعرض", en="Public security law, sample"),
)
