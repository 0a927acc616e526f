"""Replace a lost or damaged ID card."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, AddressOnRecord, NotExpired
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice
from bawaba.cases.issued import Document
from bawaba.core.money import sar
from bawaba.core.text import T

FEES = {"lost": sar(0), "damaged": sar(100)}

SERVICE = EService(
    slug="replace-national-id",
    agency="civil_affairs",
    title=T("بدل فاقد أو تالف للهوية الوطنية", en="Replace a lost or damaged national ID"),
    about=T(
        "تبلّغ عن بطاقتك المفقودة أو التالفة وتصدر لك بطاقة بديلة. البلاغ لا يُلغى إن وجدتها.",
        en="Report your card as lost or damaged and get another. The report stands even if you find it.",
    ),
    open_to={"citizen"},
    conditions=(AccountAwake(), AccountCooledDown(), NotExpired("national_id"), AddressOnRecord()),
    fields=(
        Choice(
            "reason",
            T("ما الذي حدث؟", en="What happened?"),
            {
                "lost": T("فُقدت البطاقة", en="The card was lost"),
                "damaged": T("تلفت البطاقة", en="The card was damaged"),
            },
        ),
    ),
    fee=lambda facts, answers: FEES[answers["reason"]],
    fee_note=T("المفقودة مجانًا، والتالفة 100 ريال", en="Lost: free; damaged: SAR 100"),
    effect=RegisterChange("id.replace", reason="reason"),
    issues=Document("id-replacement", T("إشعار بدل الهوية الوطنية", en="National ID replacement notice")),
    sensitive=True,
    sentence=T(
        "أطلب بدلًا من هويتي الوطنية: {reason}، وأعلم أن البطاقة القديمة تُلغى من الآن.",
        en="I ask for another national ID: {reason}. I know that the old card is void from now on.",
    ),
    delivers=True,
    words=("بطاقة ضائعة", "فقدت بطاقتي", "تالف", "lost card", "stolen"),
    basis=T("نظام الأحوال المدنية، عينة للعرض", en="Civil status law, sample"),
)
