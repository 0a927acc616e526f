"""What the two sides of a delegation confirm, word for word, and the marks that their forms carry."""

from collections.abc import Iterable
from uuid import UUID

from bawaba.cases.catalogue import services
from bawaba.core.reader import Reader
from bawaba.core.text import T, isolated
from bawaba.identity.delegation.commands import Offer
from bawaba.identity.delegation.queries import DelegationView
from bawaba.journal.confirmed import mark_of_words


def offering(number: str, slugs: Iterable[str], day: T) -> T:
    """The giver's."""
    named = _named(slugs)
    return T(
        f"أسمح لصاحب الرقم {isolated(number)} أن يستخدم باسمي: {named.ar}، حتى {isolated(day.ar)}.",
        en=f"I allow the holder of {isolated(number)} to use in my name: {named.en}, until {isolated(day.en)}.",
    )


def accepting(giver: T, offered: DelegationView) -> T:
    """The receiver's."""
    named, last = _named(offered.services), offered.last_day
    ar, en = (isolated(Reader(language=it, digits="latn").date(last)) for it in ("ar", "en"))
    return T(
        f"أقبل أن أستخدم باسم {isolated(giver.ar)}: {named.ar}، حتى {ar}.",
        en=f"I agree to use in the name of {isolated(giver.en)}: {named.en}, until {en}.",
    )


def mark_of_offer(giver: UUID, offer: Offer) -> str:
    """Of everything that is offered, whether the sentence says it in so many words or not."""
    said = (offer.receiver_number, ",".join(offer.services), offer.last_day.isoformat())
    return mark_of_words(offer.sentence, str(giver), *said)


def mark_of_acceptance(receiver: UUID, offered: DelegationView, sentence: T) -> str:
    """Of this offer and this person."""
    return mark_of_words(sentence, str(receiver), str(offered.uuid))


def _named(slugs: Iterable[str]) -> T:
    titles = [services()[slug].title for slug in slugs if slug in services()]
    return T("، ".join(one.ar for one in titles), en=", ".join(one.en for one in titles))
