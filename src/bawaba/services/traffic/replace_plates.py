"""Replace a vehicle's plates."""

from bawaba.cases.conditions import AccountAwake, OwnsVehicle, VehicleWithoutViolations
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice
from bawaba.cases.issued import Document
from bawaba.cases.offers import VEHICLE
from bawaba.core.money import sar
from bawaba.core.text import T

SERVICE = EService(
    slug="replace-plates",
    agency="traffic",
    title=T("بدل لوحات مركبة", en="Replace plates"),
    about=T(
        "لوحات بديلة للمفقودة أو التالفة بالرقم نفسه.", en="New plates of the same number for lost or damaged ones."
    ),
    conditions=(AccountAwake(), OwnsVehicle(), VehicleWithoutViolations()),
    fields=(
        VEHICLE,
        Choice(
            "reason",
            T("السبب", en="Reason"),
            {
                "lost": T("فُقدت", en="Lost"),
                "damaged": T("تلفت", en="Damaged"),
            },
        ),
    ),
    fee=lambda facts, answers: sar(100),
    fee_note=T("100 ريال", en="SAR 100"),
    effect=RegisterChange("vehicle.replace_plates", vehicle="vehicle"),
    issues=Document("plates", T("إشعار بدل لوحات", en="Plates replacement notice")),
    delivers=True,
    words=("لوحة", "لوحات", "plate", "number plate", "ضائعة", "lost", "car"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
