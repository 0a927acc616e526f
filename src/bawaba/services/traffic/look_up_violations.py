"""Look up traffic violations."""

from bawaba.cases.eservice import EService
from bawaba.core.text import T

SERVICE = EService(
    slug="violations",
    agency="traffic",
    title=T("الاستعلام عن المخالفات المرورية", en="Look up traffic violations"),
    about=T(
        "تعرض ما سُجل عليك من مخالفات ومبالغها وأماكنها، كما هي في سجل المرور الآن.",
        en="Shows the violations recorded against you, their amounts and places, as the traffic register has them now.",
    ),
    page="/services/violations/list",
    words=("غرامات", "غرامة", "ساهر", "مخالفة", "سرعة", "fines", "speeding ticket", "tickets"),
    basis=T("نظام المرور، عينة للعرض", en="Traffic law, sample"),
)
