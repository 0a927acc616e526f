"""For whom somebody may apply: themselves, members of the family, whoever gave them a delegation."""

from collections.abc import Sequence
from uuid import UUID

from bawaba.cases.concerns import Concerned
from bawaba.cases.eservice import EService
from bawaba.identity.accounts.queries import holder
from bawaba.identity.delegation.queries import NoDelegation, delegation_for, givers_for
from bawaba.registers.ports import Person, Relative


def may_act_for(service: EService, account: UUID, own: Person | None) -> Sequence[Concerned]:
    """Everybody but oneself; ``own`` is the applicant's record, None when the register is silent."""
    family = [_relative(one) for one in own.household if one.relation in service.for_whom] if own else []
    if "delegation" not in service.for_whom:
        return family
    return [*family, *(_giver(one.giver, str(one.uuid)) for one in givers_for(account, service.slug))]


def may_still_act(service: EService, account: UUID, concerned: Concerned, own: Person | None) -> bool:
    """Asked again at submission: a delegation may have been revoked, a family may have changed."""
    if concerned.delegation:
        try:
            return bool(delegation_for(giver=UUID(concerned.account), receiver=account, service=service.slug))
        except NoDelegation:
            return False
    household = own.household if own else ()
    return any(one.person_key == concerned.person_key and one.relation in service.for_whom for one in household)


def _relative(one: Relative) -> Concerned:
    names = one.names
    return Concerned(one.person_key, names.ar.full or names.en.full, names.en.full or names.ar.full, one.relation)


def _giver(account: UUID, delegation: str) -> Concerned:
    who = holder(account)
    return Concerned(
        who.person_key,
        who.names_ar or who.names_en,
        who.names_en or who.names_ar,
        "delegation",
        delegation=delegation,
        account=str(account),
    )
