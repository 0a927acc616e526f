"""Sell a vehicle; the price is held until the register has the new owner."""

from collections.abc import Sequence

from bawaba.cases.conditions import (
    AccountAwake,
    AccountCooledDown,
    AmountBetween,
    Answers,
    FewerVehiclesThan,
    InspectionValid,
    InsuranceValid,
    NoUnpaidViolations,
    OwnsVehicle,
    VehicleWithoutViolations,
)
from bawaba.cases.counterparty import Counterparty, Shown
from bawaba.cases.eservice import EService, RegisterChange
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Amount, PersonNumber
from bawaba.cases.issued import Document
from bawaba.cases.offers import VEHICLE
from bawaba.core.money import Money, sar
from bawaba.core.text import T
from bawaba.payments.commands import Line

RESIDENTS = frozenset({"resident", "dependent"})


def _lines(facts: Facts, answers: Answers) -> Sequence[Line]:
    return [
        Line(
            "escrow",
            T("ثمن المركبة، محفوظ حتى نقل الملكية", en="Price, held until the transfer"),
            Money(answers["price"]),
        ),
        Line("government_fee", T("رسم نقل الملكية", en="Transfer fee"), sar(150)),
        Line("service_fee", T("مقابل الخدمة", en="Service fee"), sar(230)),
    ]


def _sentence(said: Shown) -> T:
    car, price = said["vehicle"], said["price"]
    return T(f"أشتري {car.ar} بثمن {price.ar}.", en=f"I buy {car.en} for {price.en}.")


SERVICE = EService(
    slug="sell-vehicle",
    agency="traffic",
    title=T("بيع مركبة", en="Sell a vehicle"),
    about=T(
        "تبيع مركبتك لمن تسميه برقمه: يوافق، ويدفع الثمن محفوظًا، ثم تُنقل الملكية ويصلك الثمن.",
        en="Sell your vehicle to whomever you name: they agree and pay, the price is held, ownership moves, and you are paid.",
    ),
    open_to={"citizen", "resident", "gcc_citizen"},
    conditions=(
        AccountAwake(),
        AccountCooledDown(),
        OwnsVehicle(),
        InspectionValid(),
        InsuranceValid(),
        VehicleWithoutViolations(),
        AmountBetween("price", least=500_00, most=1_000_000_00),
    ),
    fields=(
        VEHICLE,
        PersonNumber("buyer", T("رقم هوية المشتري", en="The buyer's number")),
        Amount("price", T("الثمن بالريال", en="Price in SAR")),
    ),
    fee=_lines,
    fee_note=T(
        "يدفعها المشتري: 150 ريالًا رسم نقل و230 مقابل الخدمة",
        en="Paid by the buyer: SAR 150 transfer and SAR 230 service",
    ),
    counterparty=Counterparty(
        field="buyer",
        title=T("المشتري", en="Buyer"),
        sentence=_sentence,
        conditions=(AccountAwake(), NoUnpaidViolations(), FewerVehiclesThan(2, populations=RESIDENTS)),
        pays=True,
        key="buyer_key",
    ),
    escrow="price",
    effect=RegisterChange("vehicle.transfer", vehicle="vehicle", halalas="price"),
    issues=Document("vehicle-transfer", T("عقد نقل ملكية مركبة", en="Vehicle transfer")),
    sensitive=True,
    sentence=T(
        "أبيع مركبتي {vehicle} لصاحب الرقم {buyer} بثمن {price}.",
        en="I sell my vehicle {vehicle} to the holder of {buyer} for {price}.",
    ),
    time=T("فور موافقة المشتري ودفعه", en="As soon as the buyer has agreed and paid"),
    words=("بيع سيارة", "نقل ملكية", "مبايعة", "sell my car", "transfer"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
