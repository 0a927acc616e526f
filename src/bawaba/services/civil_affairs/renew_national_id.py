"""Renew a citizen's ID card."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, AddressOnRecord, ExpiresWithin
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Files
from bawaba.cases.issued import Document
from bawaba.core.money import sar
from bawaba.core.text import T

LATE_FINE = sar(100)
NO_FINE = sar(0)

SERVICE = EService(
    slug="renew-national-id",
    agency="civil_affairs",
    title=T("تجديد الهوية الوطنية", en="Renew the national ID"),
    about=T(
        "تجدّد بطاقتك قبل انتهائها بستة أشهر أو بعده، وتصلك إلى عنوانك.",
        en="Renew your card up to six months before its end, or after it; it is delivered to your address.",
    ),
    open_to={"citizen"},
    conditions=(AccountAwake(), AccountCooledDown(), ExpiresWithin("national_id", days=180), AddressOnRecord()),
    fields=(
        Files(
            "photo",
            T("صورة شخصية", en="Photograph"),
            most=1,
            hint=T("خلفية بيضاء، خلال آخر ستة أشهر", en="White background, from the last six months"),
        ),
    ),
    fee=lambda facts, answers: (
        LATE_FINE if facts.person and facts.person.document("national_id").expires < facts.today else NO_FINE
    ),
    fee_note=T("مجانًا، وغرامة 100 ريال بعد الانتهاء", en="Free; a fine of SAR 100 after the end"),
    effect=RegisterChange("id.renew"),
    issues=Document("id-renewal", T("إشعار تجديد الهوية الوطنية", en="National ID renewal notice")),
    sensitive=True,
    sentence=T(
        "أطلب تجديد الهوية الوطنية {for_who} بالصورة التي أرفقتها.",
        en="I ask for the national ID to be renewed {for_who}, with the photograph that I attached.",
    ),
    delivers=True,
    time=T("خمسة أيام عمل", en="Five working days"),
    words=("بطاقة", "هوية", "أحوال", "تجديد البطاقة", "id card", "identity"),
    basis=T("نظام الأحوال المدنية، عينة للعرض", en="Civil status law, sample"),
)
