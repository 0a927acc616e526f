"""What fields may offer from the facts: violations, vehicles, members of the family."""

from collections.abc import Sequence

from bawaba.cases.facts import Facts
from bawaba.cases.fields import Option
from bawaba.core.money import Money
from bawaba.core.text import T
from bawaba.registers.ports import Violation


def violation_label(one: Violation) -> T:
    """Kind and place."""
    return T(f"{one.kind.ar}، {one.place.ar}", en=f"{one.kind.en}, {one.place.en}")


def unpaid_violations(facts: Facts) -> Sequence[Option]:
    """Each with its amount."""
    return [Option(one.number, violation_label(one), _riyals(one)) for one in facts.unpaid()]


def _riyals(one: Violation) -> T:
    plain = Money(one.halalas, one.currency).plain()
    return T(f"{plain} ريال", en=f"SAR {plain}")
