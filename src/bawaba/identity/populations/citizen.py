"""Citizens, by national ID."""

from bawaba.core.text import T
from bawaba.identity.populations.requirements import alive_and_free, document_valid
from bawaba.identity.populations.shape import Population

POPULATION = Population(
    slug="citizen",
    title=T("مواطن", en="Citizen"),
    card=T("أحمل بطاقة هوية وطنية", en="I hold a national ID card"),
    identifier_kind="national_id",
    identifier_hint=T(
        "عشرة أرقام تبدأ بالرقم 1، في وجه بطاقة الهوية", en="Ten digits starting with 1, on the front of the ID card"
    ),
    names="ar",
    requires=(alive_and_free, document_valid("national_id")),
)
