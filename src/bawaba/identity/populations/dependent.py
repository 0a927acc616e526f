"""Dependents of residents, by their own iqama number; a fingerprint must be on record."""

from bawaba.core.text import T
from bawaba.identity.populations.requirements import (
    alive_and_free,
    biometrics_on_file,
    document_not_long_lapsed,
    document_valid,
    lives_with_a_head,
    old_enough,
)
from bawaba.identity.populations.shape import Population

POPULATION = Population(
    slug="dependent",
    title=T("تابع لمقيم", en="Dependent of a resident"),
    card=T("إقامتي على كفالة أحد أفراد أسرتي", en="My residence permit depends on a family member"),
    identifier_kind="iqama",
    identifier_hint=T(
        "رقم إقامتك أنت، عشرة أرقام تبدأ بالرقم 2", en="Your own permit number, ten digits starting with 2"
    ),
    names="en",
    fields=("passport",),
    requires=(
        alive_and_free,
        lives_with_a_head,
        document_valid("iqama"),
        old_enough,
        biometrics_on_file,
    ),
    awake_while=(lives_with_a_head, document_not_long_lapsed("iqama")),
)
