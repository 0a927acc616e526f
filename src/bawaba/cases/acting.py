"""For whom somebody may apply: themselves, members of the family, whoever gave them a delegation."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from bawaba.cases.concerns import Concerned
from bawaba.cases.eservice import EService
from bawaba.identity.accounts.faces import Face, faces
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.accounts.queries import Applicant, applicant
from bawaba.identity.delegation.commands import IllegalMove, use_delegation
from bawaba.identity.delegation.queries import givers_for, is_in_force
from bawaba.journal.ports import Actor
from bawaba.registers.ports import Person, Relative


class NotInForce(Exception):
    """The delegation was revoked, has lapsed, or names another service."""


def may_act_for(service: EService, account: UUID, own: Person | None) -> Sequence[Concerned]:
    """Everybody but oneself; ``own`` is the applicant's record, None when the register is silent."""
    family = [_relative(one) for one in own.household if one.relation in service.for_whom] if own else []
    if "delegation" not in service.for_whom:
        return family
    given = {one.giver: str(one.uuid) for one in givers_for(account, service.slug)}
    return [*family, *(_giver(one, given[one.account]) for one in faces(given).values())]


def may_still_act(service: EService, account: UUID, concerned: Concerned, own: Person | None) -> bool:
    """Asked again at submission: a delegation may have been revoked, a family may have changed."""
    if concerned.delegation:
        return is_in_force(delegation=UUID(concerned.delegation), receiver=account, service=service.slug)
    household = own.household if own else ()
    return any(one.person_key == concerned.person_key and one.relation in service.for_whom for one in household)


def act_under(*, concerned: Concerned | None, account: UUID, service: EService, application: UUID, by: Actor) -> None:
    """In the transaction of a submission: under which delegation it is done, which is in force just now. NotInForce.

    Nobody acts for somebody who could not log in themselves: suspended, locked or closed.
    """
    if concerned is None or not concerned.delegation:
        return
    handle = UUID(concerned.delegation)
    if applicant(UUID(concerned.account)).state not in SIGNS_IN:
        raise NotInForce(handle)
    try:
        use_delegation(delegation=handle, receiver=account, service=service.slug, application=application, by=by)
    except IllegalMove as over:
        raise NotInForce(handle) from over


def standing_for(own: Applicant, concerned: Concerned | None) -> Applicant:
    """Who acts under a delegation uses what is open to its giver; awake and proven they must be themselves."""
    return replace(own, population=concerned.population) if concerned and concerned.population else own


def _relative(one: Relative) -> Concerned:
    names = one.names
    return Concerned(one.person_key, names.ar.full or names.en.full, names.en.full or names.ar.full, one.relation)


def _giver(who: Face, delegation: str) -> Concerned:
    return Concerned(
        who.person_key,
        who.name.ar,
        who.name.en,
        "delegation",
        delegation=delegation,
        account=str(who.account),
        population=who.population,
    )
