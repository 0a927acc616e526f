"""Report that a guest has not left."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, HostsGuest, OnceOnly
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.issued import Document
from bawaba.cases.offers import GUEST
from bawaba.core.text import T

SERVICE = EService(
    slug="report-absent-visitor",
    agency="passports",
    title=T("الإبلاغ عن تغيّب زائر", en="Report an absent visitor"),
    about=T(
        "تبلّغ عن ضيف لم يغادر، بعد انتهاء تأشيرته بسبعة أيام إلى أربعة عشر. البلاغ لا يُسحب.",
        en="Report a guest who has not left, 7 to 14 days after the visa's end. A report cannot be taken back.",
    ),
    open_to={"citizen", "resident"},
    conditions=(
        AccountAwake(),
        AccountCooledDown(),
        HostsGuest(latest_days_past=14, earliest_days_left=-7),
        OnceOnly("guest"),
    ),
    fields=(GUEST,),
    effect=RegisterChange("visit.report_absent", guest="guest"),
    issues=Document("absence-report", T("بلاغ تغيّب زائر", en="Report of an absent visitor")),
    sensitive=True,
    sentence=T(
        "أبلّغ عن تغيّب ضيفي {guest}، وأقرّ بصحة البلاغ، وأعلم أنه لا يُسحب.",
        en="I report my guest {guest} as absent, declare that the report is true, and know that it stands.",
    ),
    words=("تغيب", "هروب", "بلاغ", "overstay", "absconding"),
    basis=T("نظام الإقامة، عينة للعرض", en="Residence law, sample"),
)
