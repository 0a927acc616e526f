"""Visitors on a visit visa, by border number."""

from bawaba.core.text import T
from bawaba.identity.populations.requirements import (
    alive_and_free,
    biometrics_on_file,
    document_valid,
    inside_the_country,
)
from bawaba.identity.populations.shape import Population

POPULATION = Population(
    slug="visitor",
    title=T("زائر", en="Visitor"),
    card=T("أزور البلاد بتأشيرة زيارة", en="I visit the country on a visit visa"),
    identifier_kind="border_number",
    identifier_hint=T(
        "عشرة أرقام تبدأ بالرقم 3 أو 4، على ختم الدخول", en="Ten digits starting with 3 or 4, on the entry stamp"
    ),
    names="en",
    fields=("passport_required", "visa"),
    requires=(alive_and_free, inside_the_country, document_valid("visa"), biometrics_on_file),
    awake_while=(inside_the_country, document_valid("visa")),
)
