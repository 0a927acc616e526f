"""Residents, by iqama number."""

from bawaba.core.text import T
from bawaba.identity.populations.requirements import (
    alive_and_free,
    biometrics_on_file,
    document_not_long_lapsed,
    document_valid,
)
from bawaba.identity.populations.shape import Population

POPULATION = Population(
    slug="resident",
    title=T("مقيم", en="Resident"),
    card=T("أحمل هوية مقيم (إقامة)", en="I hold a residence permit (iqama)"),
    identifier_kind="iqama",
    identifier_hint=T(
        "عشرة أرقام تبدأ بالرقم 2، في هوية مقيم", en="Ten digits starting with 2, on the residence permit"
    ),
    names="en",
    fields=("passport",),
    requires=(alive_and_free, document_valid("iqama"), biometrics_on_file),
    awake_while=(document_not_long_lapsed("iqama"),),
)
