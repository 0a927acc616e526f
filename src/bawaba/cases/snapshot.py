"""What a release offers, as its e-services say it: a plain value that is kept, and compared with that of another release. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

from bawaba.cases.conditions import Answers
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.fields import Amount, Choice, Field, Files, Number
from bawaba.core.money import Money
from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.identity.accounts.queries import Applicant
from bawaba.identity.populations.shelf import populations

Said = list[list[str]]  # texts, each in Arabic and English
Offered = Mapping[str, Mapping[str, Any]]  # by slug: agency, and what it says by aspect
ASPECTS = {
    "title": T("الاسم", en="Name"),
    "open_to": T("لمن", en="For whom"),
    "conditions": T("الشروط", en="Conditions"),
    "fee": T("الرسم", en="Fee"),
    "time": T("المدة", en="Time"),
    "papers": T("ما تُرفقه", en="What you attach"),
    "issues": T("الناتج", en="You receive"),
    "basis": T("السند", en="Legal basis"),
}
FREE = T("مجانًا", en="Free")
ANY_DAY = Facts(
    Applicant("citizen", "active", 2, None, frozen_until_attended=False),
    datetime(2026, 1, 1, tzinfo=UTC),
    date(2026, 1, 1),
)
A_PRICE = 100_000


@dataclass(frozen=True)
class Difference:
    """One aspect: what it said before and does not say now, and the other way round."""

    aspect: T
    gone: Sequence[T]
    come: Sequence[T]


@dataclass(frozen=True)
class Changes:
    """Of one release against the one before; services as (slug, agency, title)."""

    added: Sequence[tuple[str, str, T]]
    removed: Sequence[tuple[str, str, T]]
    changed: Sequence[tuple[str, str, T, Sequence[Difference]]]


def snapshot(services: Iterable[EService]) -> Offered:
    """By slug, in the order of slugs."""
    return {one.slug: _said(one) for one in sorted(services, key=lambda one: one.slug)}


def changes(before: Offered, after: Offered) -> Changes:
    """What a person would want to know; the order of things is no change."""
    both = [(slug, one, list(_differences(before[slug], one))) for slug, one in after.items() if slug in before]
    return Changes(
        [_named(slug, one) for slug, one in after.items() if slug not in before],
        [_named(slug, one) for slug, one in before.items() if slug not in after],
        [(*_named(slug, one), found) for slug, one, found in both if found],
    )


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for aspect, label in ASPECTS.items():
        old, new = before.get(aspect, []), after.get(aspect, [])
        gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
        if gone or come:
            yield Difference(label, [_text(one) for one in gone], [_text(one) for one in come])


def _said(service: EService) -> Mapping[str, Any]:
    groups = [one.title for slug, one in populations().items() if slug in service.open_to]
    return {
        "agency": service.agency,
        "title": _kept([service.title]),
        "open_to": _kept(groups),
        "conditions": _kept([one.title for one in service.conditions]),
        "fee": _kept([*([service.fee_note] if service.fee_note else []), *_fees(service)]),
        "time": _kept([service.time]),
        "papers": _kept([one.label for one in service.fields if isinstance(one, Files)]),
        "issues": _kept([service.issues.title] if service.issues else []),
        "basis": _kept([service.basis]),
    }


def _fees(service: EService) -> list[T]:
    """What it costs for every choice that bears on it; only its note where the fee needs what a register knows."""
    if service.fee is None:
        return [FREE]
    found: dict[T, int] = {}
    for answers in _samples(service.fields):
        try:
            owed = [line.amount for line in service.lines(ANY_DAY, answers) if line.kind != "escrow"]
        except (KeyError, AttributeError, TypeError):
            continue
        total = sum(one.halalas for one in owed)
        found[_priced(service, answers, total)] = total
    return list(found) if any(found.values()) else []  # nothing for every choice: it follows from the register


def _samples(fields: Sequence[Field]) -> Iterator[Answers]:
    ranges: dict[str, Sequence[Any]] = {}
    for one in fields:
        if isinstance(one, Choice):
            ranges[one.name] = list(one.values)
        elif isinstance(one, Number):
            ranges[one.name] = [one.least, one.most]
        elif isinstance(one, Amount):
            ranges[one.name] = [A_PRICE]
    yield from (dict(zip(ranges, chosen, strict=True)) for chosen in product(*ranges.values()))


def _priced(service: EService, answers: Answers, halalas: int) -> T:
    """Choices with their labels, then the amount."""
    asked = [one for one in service.fields if one.name in answers and not isinstance(one, Amount)]
    shown = [(one.label, one.shown(answers[one.name], ANY_DAY)) for one in asked]
    said = [
        ("، " if language == "ar" else ", ").join(
            [*(f"{label.in_(language)}: {value.in_(language)}" for label, value in shown), _money(language, halalas)]
        )
        for language in ("ar", "en")
    ]
    return T(said[0], en=said[1])


def _money(language: str, halalas: int) -> str:
    return Reader(language=language, digits="latn").money(Money(halalas))


def _named(slug: str, said: Mapping[str, Any]) -> tuple[str, str, T]:
    return slug, str(said["agency"]), _text(said["title"][0])


def _kept(texts: Iterable[T]) -> Said:
    return [[one.ar, one.en] for one in texts]


def _text(kept: Sequence[str]) -> T:
    return T(kept[0], en=kept[1])
