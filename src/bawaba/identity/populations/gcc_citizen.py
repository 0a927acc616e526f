"""Citizens of the other five Gulf states, by border number."""

from bawaba.core.text import T
from bawaba.identity.populations.requirements import alive_and_free, biometrics_on_file, inside_the_country
from bawaba.identity.populations.shape import Population

POPULATION = Population(
    slug="gcc_citizen",
    title=T("مواطن خليجي", en="Citizen of a Gulf state"),
    card=T("أنا مواطن من دول مجلس التعاون", en="I am a citizen of another Gulf state"),
    identifier_kind="border_number",
    identifier_hint=T(
        "عشرة أرقام تبدأ بالرقم 3 أو 4، من منفذ الدخول", en="Ten digits starting with 3 or 4, from the border crossing"
    ),
    names="ar",
    fields=("passport", "home_id"),
    nationalities=frozenset({"AE", "KW", "BH", "QA", "OM"}),
    requires=(alive_and_free, inside_the_country, biometrics_on_file),
    awake_while=(inside_the_country,),
)
