"""What documents of the register are called."""

from collections.abc import Mapping

from bawaba.core.text import T

NAMES: Mapping[str, T] = {
    "national_id": T("بطاقة الهوية", en="National ID card"),
    "iqama": T("الإقامة", en="Residence permit"),
    "passport": T("جواز السفر", en="Passport"),
    "visa": T("التأشيرة", en="Visa"),
    "driving_licence": T("رخصة القيادة", en="Driving licence"),
    "firearm_licence": T("رخصة السلاح", en="Firearm licence"),
}
SLIP = "appointment-slip"  # the one kind of document that is of no use to anybody but an office
