"""For whom somebody may apply: themselves, members of the family, wards, whoever gave them a delegation."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from bawaba.cases.answers import Met
from bawaba.cases.behalf import note_act
from bawaba.cases.concerns import WARD, Concerned
from bawaba.cases.conditions import AccountAwake, AccountCooledDown
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.core import clock
from bawaba.identity.accounts.faces import Face, faces
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.accounts.queries import Applicant, applicant
from bawaba.identity.delegation.commands import IllegalMove, use_delegation
from bawaba.identity.delegation.queries import givers_for, is_in_force
from bawaba.journal.ports import Actor
from bawaba.registers.ports import Person, Relative, Tie


class NotInForce(Exception):
    """The delegation was revoked, has lapsed, or names another service."""


def may_act_for(service: EService, account: UUID, own: Person | None) -> Sequence[Concerned]:
    """Everybody but oneself; ``own`` is the applicant's record, None when the register is silent."""
    family = by_register(service, own) if own else []
    if "delegation" not in service.for_whom:
        return family
    given = {one.giver: str(one.uuid) for one in givers_for(account, service.slug)}
    return [*family, *(_giver(one, given[one.account]) for one in faces(given).values())]


def may_still_act(service: EService, account: UUID, concerned: Concerned, own: Person | None) -> bool:
    """Asked again at submission: a delegation may have been revoked, a family may have changed."""
    if concerned.delegation:
        return is_in_force(delegation=UUID(concerned.delegation), receiver=account, service=service.slug)
    return own is not None and is_named(service, concerned, own)


def by_register(service: EService, own: Person) -> list[Concerned]:
    """Whom the register lets ``own`` apply for in this e-service: of the household by relation, wards by their tie's scope."""
    family = [_relative(one) for one in own.household if one.relation in service.for_whom]
    if WARD not in service.for_whom:
        return family
    today, known = clock.today(), {one.person_key for one in family}
    wards = [one for one in own.ties if one.role == WARD and one.covers(service.agency, today)]
    return [*family, *(_ward(one, service) for one in wards if one.person_key not in known)]


def is_named(service: EService, concerned: Concerned, own: Person) -> bool:
    """Whether the register still names them, by the same right."""
    same = (concerned.person_key, concerned.relation)
    return any((one.person_key, one.relation) == same for one in by_register(service, own))


def act_under(*, concerned: Concerned | None, account: UUID, service: EService, application: UUID, by: Actor) -> None:
    """In the transaction of a submission: both sides' events, and the delegation under which it is done. NotInForce.

    Nobody acts for somebody who could not do it themselves just now: whoever took over an account gets round no waiting.
    """
    if concerned is None:
        return
    if concerned.delegation:
        _use(concerned, account, service, application, by)
    note_act(concerned=concerned, account=account, service=service.slug, application=application, by=by)


def _use(concerned: Concerned, account: UUID, service: EService, application: UUID, by: Actor) -> None:
    handle = UUID(concerned.delegation)
    if not _could_themselves(service, applicant(UUID(concerned.account))):
        raise NotInForce(handle)
    try:
        use_delegation(delegation=handle, receiver=account, service=service.slug, application=application, by=by)
    except IllegalMove as over:
        raise NotInForce(handle) from over


def may_take_effect(service: EService, own: Applicant) -> bool:
    """Asked again before it goes on: what is sensitive ends with an account that was suspended, locked, frozen or closed."""
    return not service.sensitive or (own.state in SIGNS_IN and not own.frozen_until_attended)


def standing_for(own: Applicant, concerned: Concerned | None) -> Applicant:
    """Who acts under a delegation uses what is open to its giver; awake and proven they must be themselves."""
    return replace(own, population=concerned.population) if concerned and concerned.population else own


def may_all_take_effect(service: EService, account: UUID, concerned: Concerned | None) -> bool:
    """Of who asked, and of who gave the delegation under which they did."""
    asking = [account, *([UUID(concerned.account)] if concerned and concerned.account else [])]
    return all(may_take_effect(service, applicant(one)) for one in asking)


def _could_themselves(service: EService, giver: Applicant) -> bool:
    """They log in, and what the service wants of an account holds for theirs too."""
    facts = Facts(giver, clock.now(), clock.today())
    wanted = [one for one in service.conditions if isinstance(one, AccountAwake | AccountCooledDown)]
    return giver.state in SIGNS_IN and all(isinstance(one.holds(facts, {}), Met) for one in wanted)


def _ward(one: Tie, service: EService) -> Concerned:
    """What is open to the ward counts, unless it is open to guardians only (a passport of a minor)."""
    names = one.names
    return Concerned(
        one.person_key,
        names.ar.full or names.en.full,
        names.en.full or names.ar.full,
        WARD,
        population=one.population if one.population in service.open_to else "",
        tie_ar=one.kind.ar,
        tie_en=one.kind.en,
        decision=one.document,
        last_day=one.until.isoformat() if one.until else "",
    )


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
