"""Take a vehicle off the road for good."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, OwnsVehicle, VehicleWithoutViolations
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.issued import Document
from bawaba.cases.offers import VEHICLE
from bawaba.core.text import T

SERVICE = EService(
    slug="scrap-vehicle",
    agency="traffic",
    title=T("إسقاط مركبة", en="Scrap a vehicle"),
    about=T("تُسقط مركبة تالفة من سجلك نهائيًا.", en="Strike a wrecked vehicle off your record for good."),
    conditions=(AccountAwake(), AccountCooledDown(), OwnsVehicle(), VehicleWithoutViolations()),
    fields=(VEHICLE,),
    effect=RegisterChange("vehicle.scrap", vehicle="vehicle"),
    issues=Document("scrapping", T("شهادة إسقاط مركبة", en="Certificate of scrapping")),
    sensitive=True,
    sentence=T(
        "أطلب إسقاط مركبتي {vehicle} من سجلي، وأعلم أن ذلك نهائي.",
        en="I ask for my vehicle {vehicle} to be struck off my record, and know that this is final.",
    ),
    words=("تشليح", "إسقاط", "تالفة", "scrap", "wreck", "سيارة", "car"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
