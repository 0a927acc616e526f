"""The only readers of staff for others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bawaba.core.text import T
from bawaba.identity.staff.models import Officer, Passkey
from bawaba.identity.staff.rules import OFFICES, may
from bawaba.journal.vault import opener, with_keys


class NoOfficer(LookupError):
    """Nobody of that name, or no longer in service."""


@dataclass(frozen=True)
class OfficerView:
    """An officer in service. ``posts``: agency or office to role; ``person_key`` for the question whose case it is."""

    officer: UUID
    name: T
    person_key: str
    posts: Mapping[str, str]

    def works_for(self, agency: str) -> bool:
        """Whether any of the posts is there."""
        return agency in self.posts

    def supervises(self, agency: str) -> bool:
        """Whether the post there is a supervisor's."""
        return self.posts.get(agency) == "supervisor"

    @property
    def works_at_agency(self) -> bool:
        """Whether any of the posts is at an agency, and not in an office of the portal."""
        return any(place not in OFFICES for place in self.posts)

    def may(self, permission: str) -> bool:
        """Whether any of the posts carries it; the table is ``PERMISSIONS`` of rules.py."""
        return may(self.posts, permission)


def officer_in_service(officer: UUID, *, by_passkey: UUID | None = None) -> OfficerView:
    """Asked with every request of the desk, by one statement: a dismissal works at once, so does a passkey's end."""
    found = Officer.objects.filter(uuid=officer, state="active")
    rows = with_keys(found if by_passkey is None else found.filter(passkeys__uuid=by_passkey), "uuid")
    columns = ("name_ar", "name_en", "person_sealed", "wrapped_key", "posts__agency", "posts__role")
    found = list(rows.values_list(*columns))
    if not found:
        raise NoOfficer(officer)
    ar, en, sealed, wrapped_key, *_ = found[0]
    return OfficerView(
        officer=officer,
        name=T(ar, en=en),
        person_key=opener(officer, wrapped_key)("officer.person", officer, sealed),
        posts={agency: role for *_, agency, role in found if agency},
    )


def officer_named(user_name: str) -> UUID:
    """By user name, in service or not."""
    found = Officer.objects.filter(user__user_name=user_name.casefold()).values_list("uuid", flat=True).first()
    if found is None:
        raise NoOfficer(user_name)
    return found


def user_of(officer: UUID) -> tuple[int, str]:
    """The user row that signs in, and its name. NoOfficer."""
    found = Officer.objects.filter(uuid=officer).values_list("user_id", "user__user_name").first()
    if found is None:
        raise NoOfficer(officer)
    return found


@dataclass(frozen=True)
class PasskeyView:
    """A passkey as its owner sees it."""

    passkey: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


def passkeys_of(officer: UUID) -> list[PasskeyView]:
    """Oldest first."""
    rows = Passkey.objects.filter(officer__uuid=officer).order_by("pk")
    return [PasskeyView(row.uuid, row.name, row.made_at, row.used_at) for row in rows]


def officer_names(officers: Collection[UUID]) -> Mapping[UUID, T]:
    """Names for a timeline."""
    rows = Officer.objects.filter(uuid__in=officers).values_list("uuid", "name_ar", "name_en")
    return {handle: T(ar, en=en) for handle, ar, en in rows}
