"""Pure decisions about staff: which roles there are and where, and what each may do."""

from collections.abc import Collection, Mapping

from bawaba.core.text import T

IDENTITY, PORTAL = "identity", "portal"
# Offices of the portal itself, beside the agencies whose e-services it offers.
OFFICES = {
    IDENTITY: T("مكتب الهوية الرقمية", en="Digital identity office"),
    PORTAL: T("إدارة البوابة", en="Portal operations"),
}
AT_AN_AGENCY = ("officer", "supervisor")
ROLES_AT = {IDENTITY: ("officer", "reviewer"), PORTAL: ("operator", "technician", "helpline")}
ROLES = ("officer", "supervisor", "reviewer", "operator", "technician", "helpline")

# What may be done, and by which role in which office; whoever attends a person does not review the case.
PERMISSIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "attend_people": ((IDENTITY, "officer"),),
    "review_identity": ((IDENTITY, "reviewer"),),
    "manage_attestors": ((PORTAL, "operator"),),
    "enrol_devices": ((PORTAL, "technician"), (PORTAL, "operator")),
    "answer_helpline": ((PORTAL, "helpline"),),
}


def roles_at(place: str) -> tuple[str, ...]:
    """Roles that a post at this agency or office can have, the plain one first."""
    return ROLES_AT.get(place, AT_AN_AGENCY)


def may(posts: Mapping[str, str], permission: str) -> bool:
    """Whether one of the posts (place to role) carries the permission; a permission that nobody declared is a KeyError."""
    return any(posts.get(place) == role for place, role in PERMISSIONS[permission])


def is_own_case(officer: str, subject: str, household: Collection[str]) -> bool:
    """Whether ``subject`` is the officer, or of the officer's household: person keys, as the register knows them."""
    return subject == officer or subject in household
