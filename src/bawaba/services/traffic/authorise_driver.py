"""Authorise somebody to drive one's vehicle."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, InsuranceValid, OwnsVehicle
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice, Day, PersonNumber
from bawaba.cases.issued import Document
from bawaba.cases.offers import VEHICLE
from bawaba.core.text import T

SERVICE = EService(
    slug="authorise-driver",
    agency="traffic",
    title=T("تفويض قيادة مركبة", en="Authorise a driver"),
    about=T(
        "تأذن لغيرك بقيادة مركبتك حتى يوم تحدده، داخل البلاد أو خارجها.",
        en="Allow somebody else to drive your vehicle until a day that you set, inside the country or abroad.",
    ),
    conditions=(AccountAwake(), AccountCooledDown(), OwnsVehicle(), InsuranceValid()),
    fields=(
        VEHICLE,
        PersonNumber("driver", T("رقم هوية السائق", en="The driver's number")),
        Choice(
            "where",
            T("أين؟", en="Where?"),
            {
                "inside": T("داخل البلاد", en="Inside the country"),
                "abroad": T("خارج البلاد", en="Abroad"),
            },
        ),
        Day("until", T("حتى يوم", en="Until"), earliest=0, latest=366),
    ),
    effect=RegisterChange("vehicle.authorise_driver", vehicle="vehicle", driver="driver", where="where", until="until"),
    issues=Document("driver-authorisation", T("تفويض قيادة", en="Driver's authorisation")),
    sensitive=True,
    sentence=T(
        "أسمح لصاحب الرقم {driver} بقيادة مركبتي {vehicle} {where} حتى {until}.",
        en="I allow the holder of {driver} to drive my vehicle {vehicle} ({where}) until {until}.",
    ),
    words=("تفويض", "سائق", "قيادة", "authorization", "lend my car"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
