"""Renew a firearm licence."""

from bawaba.cases.conditions import (
    AccountAwake,
    AccountCooledDown,
    AgeBetween,
    AppointmentHeld,
    ExpiresWithin,
    NoConviction,
)
from bawaba.cases.deciding import ByOfficer
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.issued import Document
from bawaba.core.money import sar
from bawaba.core.text import T

SERVICE = EService(
    slug="renew-firearm-licence",
    agency="public_security",
    title=T("تجديد رخصة سلاح", en="Renew a firearm licence"),
    about=T(
        "تجدّد رخصة سلاحك لخمس سنوات بعد نظر موظف.", en="Renew your firearm licence for five years; an officer decides."
    ),
    open_to={"citizen"},
    conditions=(
        AccountAwake(),
        AccountCooledDown(),
        AgeBetween(least=22),
        ExpiresWithin("firearm_licence", days=90),
        NoConviction(),
        AppointmentHeld(
            "public_security", 90, T("فحص مكتب الأمن العام سلاحك", en="A Public Security office has seen the weapon")
        ),
    ),
    fee=lambda facts, answers: sar(100),
    fee_note=T("100 ريال", en="SAR 100"),
    decide=ByOfficer(days=10),
    effect=RegisterChange("firearm.renew"),
    issues=Document("firearm-licence", T("رخصة سلاح", en="Firearm licence")),
    sensitive=True,
    sentence=T(
        "أطلب تجديد رخصة السلاح {for_who}، وأقرّ بأن السلاح في حوزتي ومحفوظ بأمان.",
        en="I ask for the firearm licence to be renewed {for_who}, and declare that the weapon is in my possession and kept safely.",
    ),
    time=T("عشرة أيام عمل", en="Ten working days"),
    words=("سلاح", "مسدس", "رخصة سلاح", "gun", "weapon"),
    basis=T("نظام الأسلحة، عينة للعرض", en="Weapons law, sample"),
)
