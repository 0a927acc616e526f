"""Renew a vehicle's registration."""

from bawaba.cases.conditions import (
    AccountAwake,
    InspectionValid,
    InsuranceValid,
    OwnsVehicle,
    RegistrationExpiresWithin,
    VehicleWithoutViolations,
)
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.fields import Choice
from bawaba.cases.issued import Document
from bawaba.cases.offers import VEHICLE
from bawaba.core.money import sar
from bawaba.core.text import T

SERVICE = EService(
    slug="renew-vehicle-registration",
    agency="traffic",
    title=T("تجديد رخصة سير مركبة", en="Renew a vehicle registration"),
    about=T(
        "تجدّد رخصة سير مركبتك بعد التأمين والفحص وسداد مخالفاتها.",
        en="Renew your vehicle's registration, once it is insured and inspected and its violations are paid.",
    ),
    conditions=(
        AccountAwake(),
        OwnsVehicle(),
        RegistrationExpiresWithin(days=180),
        InspectionValid(),
        InsuranceValid(),
        VehicleWithoutViolations(),
    ),
    fields=(
        VEHICLE,
        Choice(
            "years",
            T("المدة", en="Duration"),
            {
                1: T("سنة", en="A year"),
                2: T("سنتان", en="Two years"),
                3: T("ثلاث سنوات", en="Three years"),
            },
        ),
    ),
    fee=lambda facts, answers: sar(100 * answers["years"]),
    fee_note=T("100 ريال للسنة", en="SAR 100 a year"),
    effect=RegisterChange("vehicle.renew_registration", vehicle="vehicle", years="years"),
    issues=Document("vehicle-registration", T("رخصة سير", en="Vehicle registration")),
    words=("استمارة", "رخصة سير", "سيارة", "registration", "car"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
