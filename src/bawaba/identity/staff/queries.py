"""The only readers of staff for others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from bawaba.core.text import T
from bawaba.identity.staff.models import Officer
from bawaba.journal.vault import unseal


class NoOfficer(LookupError):
    """Nobody of that name, or no longer in service."""


@dataclass(frozen=True)
class OfficerView:
    """An officer in service. ``posts``: agency to role; ``person_key`` for the question whose case it is."""

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


def officer_in_service(officer: UUID) -> OfficerView:
    """Asked with every request of the desk: a dismissal works at once."""
    row = Officer.objects.prefetch_related("posts").filter(uuid=officer, state="active").first()
    if row is None:
        raise NoOfficer(officer)
    return OfficerView(
        officer=row.uuid,
        name=T(row.name_ar, en=row.name_en),
        person_key=unseal(row.uuid, "officer.person", row.uuid, row.person_sealed),
        posts={post.agency: post.role for post in row.posts.all()},
    )


def officer_named(user_name: str) -> UUID:
    """By user name, in service or not."""
    found = Officer.objects.filter(user__user_name=user_name.casefold()).values_list("uuid", flat=True).first()
    if found is None:
        raise NoOfficer(user_name)
    return found


def officer_names(officers: Collection[UUID]) -> Mapping[UUID, T]:
    """Names for a timeline."""
    rows = Officer.objects.filter(uuid__in=officers).values_list("uuid", "name_ar", "name_en")
    return {handle: T(ar, en=en) for handle, ar, en in rows}
