"""How a story is told."""

from collections.abc import Callable

from bawaba_sandbox.rehearsal.browser import Unexpected
from bawaba_sandbox.rehearsal.people import Addresses, Person, at_kiosk

Story = Callable[[Addresses], None]


def require(condition: object, said: str) -> None:
    """The story ends here unless it holds."""
    if not condition:
        raise Unexpected(said)


def active(at: Addresses, population: str = "citizen", equipped: tuple[str, ...] = ()) -> Person:
    """Somebody new, registered, activated at a kiosk and logged in."""
    person = Person(at, population, equipped=equipped)
    person.register()
    require(at_kiosk(person) == "activated", "the kiosk did not activate")
    person.log_in()
    return person
