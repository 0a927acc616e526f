"""A permit to repair a vehicle after an accident."""

from bawaba.cases.conditions import AccountAwake, OwnsVehicle
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Text
from bawaba.cases.issued import Document
from bawaba.cases.offers import VEHICLE
from bawaba.core.text import T

SERVICE = EService(
    slug="repair-permit",
    agency="traffic",
    title=T("تصريح إصلاح مركبة", en="Repair permit"),
    about=T("تأذن لورشة بإصلاح مركبتك بعد حادث.", en="Allow a workshop to repair your vehicle after an accident."),
    conditions=(AccountAwake(), OwnsVehicle()),
    fields=(
        VEHICLE,
        Text("damage", T("مكان الضرر", en="Where the damage is"), most=200),
    ),
    effect=RegisterChange("vehicle.permit_repair", vehicle="vehicle"),
    issues=Document("repair-permit", T("تصريح إصلاح", en="Repair permit")),
    words=("حادث", "ورشة", "إصلاح", "accident", "garage", "سيارة", "car"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
