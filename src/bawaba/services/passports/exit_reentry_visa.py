"""A visa to leave and come back."""

from bawaba.cases.conditions import (
    AccountAwake,
    AccountCooledDown,
    Answers,
    InsideCountry,
    NotExpired,
    NoUnpaidViolations,
)
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.facts import Facts
from bawaba.cases.fields import IN_MONTHS, Choice, Number
from bawaba.cases.issued import Document
from bawaba.core.money import Money, sar
from bawaba.core.text import T

TERMS = {"single": (200, 2, 100), "multiple": (500, 3, 200)}  # first fee, months in it, each month more


def _fee(facts: Facts, answers: Answers) -> Money:
    first, months, more = TERMS[answers["kind"]]
    return sar(first + more * max(0, answers["months"] - months))


SERVICE = EService(
    slug="exit-reentry-visa",
    agency="passports",
    title=T("تأشيرة خروج وعودة", en="Exit and re-entry visa"),
    about=T(
        "تسافر وتعود خلال مدتها، مرة واحدة أو مرات. الرسم لا يُردّ بعد الإصدار.",
        en="Leave and come back within its time, once or several times. The fee is not returned once it is issued.",
    ),
    open_to={"resident", "dependent"},
    for_whom=("self", "spouse", "child", "delegation", "ward"),
    conditions=(
        AccountAwake(),
        AccountCooledDown(),
        InsideCountry(),
        NotExpired("passport", for_days=90),
        NotExpired("iqama"),
        NoUnpaidViolations(),
    ),
    fields=(
        Choice(
            "kind",
            T("النوع", en="Kind"),
            {
                "single": T("مرة واحدة", en="Single"),
                "multiple": T("مرات متعددة", en="Multiple"),
            },
        ),
        Number(
            "months",
            T("المدة", en="Duration"),
            least=1,
            most=12,
            hint=T("بالأشهر", en="In months"),
            counts=IN_MONTHS,
        ),
    ),
    fee=_fee,
    fee_note=T(
        "المفردة 200 ريال لشهرين، والمتعددة 500 ريال لثلاثة أشهر، ثم 100 أو 200 ريال لكل شهر",
        en="Single SAR 200 for two months, multiple SAR 500 for three; then SAR 100 or 200 a month",
    ),
    effect=RegisterChange("visa.exit_reentry", kind="kind", months="months"),
    issues=Document("exit-reentry-visa", T("تأشيرة خروج وعودة", en="Exit and re-entry visa")),
    sensitive=True,
    sentence=T(
        "أطلب تأشيرة خروج وعودة {for_who}: {kind}، والمدة {months}.",
        en="I ask for an exit and re-entry visa {for_who}: {kind}, for {months}.",
    ),
    words=("سفر", "خروج", "عودة", "تأشيرة", "travel", "leave the country"),
    basis=T("نظام الإقامة، عينة للعرض", en="Residence law, sample"),
)
