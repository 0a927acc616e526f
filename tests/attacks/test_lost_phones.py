"""A recovery in other hands: it must neither take an account nor keep its owner from getting it back."""

from functools import partial
from typing import Any

import pytest

from attacks.test_links import everything
from bawaba.identity.accounts.faces import face
from bawaba.identity.accounts.lifecycle import SIGNS_IN
from bawaba.identity.recovery.commands import take_new_phone
from bawaba.identity.recovery.models import Proof, Recovery, Trusted
from bawaba.identity.recovery.proving import AnotherIsProven, NotTrusted, approve_recovery, show_sheet
from bawaba.identity.recovery.queries import RecoveryView, recovery
from bawaba.identity.recovery.relatives import end_trust
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba.registers.queries import person_by_identifier
from people import activated, at, logged_in
from races import at_once
from recoveries import (
    COOLED,
    NEW,
    SECRET,
    STEPS,
    begin,
    come_back,
    cooling,
    link_to,
    prove_phone,
    reference_on,
    row_of,
    trusts,
    type_sheet,
    vouch,
    who,
    with_sheet,
)

MINE = "+966500007733"
APPLICANT = Actor("applicant")


@pytest.mark.django_db
def test_one_method_and_an_e_mail_are_not_enough(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world)
    for code in codes[:3]:
        type_sheet(client, code)
    prove_phone(world, client)
    assert row_of(client).state == "started"
    assert who(world).recovery_codes == 9, "a second code of the same sheet is not asked for, and not spent"
    assert client.get("/recover/finish")["Location"] == STEPS


@pytest.mark.django_db
def test_a_used_code_of_the_sheet_proves_nothing_in_another_recovery(world: Any) -> None:
    codes = with_sheet(world)
    type_sheet(begin(world), codes[0])
    again = begin(world)
    assert type_sheet(again, codes[0]).status_code == 200
    assert not row_of(again).proofs.exists()


@pytest.mark.django_db
def test_a_sheet_of_mine_proves_nothing_of_yours(world: Any) -> None:
    with_sheet(world)
    mine = with_sheet(world, "sami")
    client = begin(world, "layla")
    assert type_sheet(client, mine[0]).status_code == 200
    assert who(world, "sami").recovery_codes == 10
    assert not row_of(client).proofs.exists()


@pytest.mark.django_db
def test_a_code_of_another_purpose_or_another_phone_is_not_taken(world: Any) -> None:
    codes = with_sheet(world)
    other = logged_in(world, "layla")
    other.post("/settings/phone", {"phone": MINE})
    world.deliver()
    of_settings = world.pocket.code(MINE)
    world.wait(31)
    client = begin(world)
    type_sheet(client, codes[0])
    client.post("/recover/phone", {"phone": MINE})
    world.deliver()
    right = world.pocket.code(MINE)
    if of_settings != right:
        assert client.post("/recover/phone/code", {"code": of_settings}).status_code == 200
    client.post("/recover/phone", {"phone": NEW})
    world.deliver()
    if right != world.pocket.code(NEW):
        assert client.post("/recover/phone/code", {"code": right}).status_code == 200
    assert row_of(client).phone_proven_at is None


@pytest.mark.django_db
def test_nobody_goes_on_with_a_recovery_that_another_browser_began(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world)
    type_sheet(client, codes[0])
    stranger = begin(world)
    assert stranger.get("/recover/phone")["Location"] == STEPS, "what another browser has shown is not mine"
    assert "تم" not in stranger.get(STEPS).content.decode().split("<main")[1].split("</main")[0].split("phishing")[0]
    link = "/recover/back/" + "x" * 22
    assert stranger.get(link).status_code == 410


@pytest.mark.django_db
def test_the_link_alone_leads_nobody_back(world: Any) -> None:
    cooling(world)
    world.wait(COOLED)
    thief, link = at(), link_to(world, NEW, "back")
    thief.post(link)
    world.deliver()
    wrong = f"{(int(world.pocket.code(NEW)) + 1) % 1_000_000:06d}"
    for _ in range(6):
        assert thief.post(f"{link}/code", {"code": wrong}).status_code == 200
    assert thief.post(f"{link}/code", {"code": world.pocket.code(NEW)}).status_code == 200, "five tries a code"
    assert thief.post("/recover/finish", SECRET)["Location"] == "/recover"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_mail_scanner_that_opens_the_links_of_a_recovery_moves_nothing(world: Any, method: str) -> None:
    cooling(world)
    links = [link_to(world, world.cast["layla"]["phone"], "stop"), link_to(world, NEW, "back")]
    before = everything()
    for link in links * 2:
        assert getattr(at(), method)(link).status_code in {200, 405}
    assert everything() == before


# Relatives


@pytest.mark.django_db
def test_a_relative_who_approves_twice_is_one_method(world: Any) -> None:
    with_sheet(world)
    sami, omar = trusts(world, "layla", "sami"), trusts(world, "layla", "omar")
    client = begin(world)
    reference = reference_on(client)
    for one, slug in ((sami, "sami"), (sami, "sami"), (omar, "omar")):
        tie = Trusted.objects.get(giver=who(world).account, receiver=who(world, slug).account)
        one.post(f"/relatives/{tie.uuid}/vouch", {"reference": reference})
    prove_phone(world, client)
    assert row_of(client).proofs.count() == 1
    assert row_of(client).state == "started"


@pytest.mark.django_db
@pytest.mark.parametrize("by_whom", ["layla", "sami"])
def test_after_a_revocation_no_word_counts(world: Any, by_whom: str) -> None:
    with_sheet(world)
    sami = trusts(world, "layla", "sami")
    client, tie = begin(world), Trusted.objects.get()
    end_trust(tie=tie.uuid, account=who(world, by_whom).account, by=APPLICANT)
    assert vouch(sami, who(world), reference_on(client)).status_code == 404
    giver, relative, key = who(world).account, who(world, "sami").account, sami.session.session_key
    with pytest.raises(NotTrusted):
        approve_recovery(giver=giver, reference=row_reference(client), relative=relative, session_key=key, by=APPLICANT)
    assert not Proof.objects.exists()


def row_reference(client: Any) -> str:
    return reference_on(client).replace("-", "")


@pytest.mark.django_db
def test_a_relative_who_has_the_sheet_too_cannot_take_it_to_their_own_phone(world: Any) -> None:
    codes = with_sheet(world)
    sami = trusts(world, "layla", "sami")
    own = world.cast["sami"]["phone"]
    thief = begin(world)
    assert vouch(sami, who(world), reference_on(thief)).status_code == 302
    world.wait(31)
    assert thief.post("/recover/phone", {"phone": own}).status_code == 302
    world.deliver()
    page = thief.post("/recover/phone/code", {"code": world.pocket.code(own)})
    assert page.status_code == 200
    assert row_of(thief).phone_proven_at is None
    type_sheet(thief, codes[0])
    assert row_of(thief).state == "started"


@pytest.mark.django_db
def test_a_relative_is_no_relative_of_whoever_did_not_name_them(world: Any) -> None:
    with_sheet(world)
    sami = trusts(world, "layla", "sami")
    activated(world, "omar")
    client, tie = begin(world, "omar"), Trusted.objects.get()
    page = sami.post(f"/relatives/{tie.uuid}/vouch", {"reference": reference_on(client)})
    assert page.status_code == 200
    assert "لا يوجد طلب قائم" in page.content.decode()
    assert not row_of(client).proofs.exists()


# Strangers who want to keep the owner out


@pytest.mark.django_db
def test_hundreds_of_hostile_beginnings_and_wrong_codes_stop_nobodys_own(world: Any) -> None:
    codes = with_sheet(world)
    for number in range(200):
        stranger = at(f"10.9.{number // 250}.{number % 250}")
        stranger.post("/recover", {"number": world.cast["layla"]["number"], "wants": "phone"})
        for _ in range(2):
            stranger.post("/recover/sheet", {"code": "0000-0000-0000"})
    world.deliver()
    assert Recovery.objects.count() == 200
    texts = len(world.pocket.texts)
    client = begin(world)
    assert type_sheet(client, codes[0])["Location"] == STEPS
    assert prove_phone(world, client)["Location"] == STEPS
    assert len(world.pocket.texts) > texts


@pytest.mark.django_db
def test_from_one_address_five_wrong_codes_and_then_it_waits(world: Any) -> None:
    codes = with_sheet(world)
    client = begin(world)
    for _ in range(5):
        type_sheet(client, "0000-0000-0000")
    assert type_sheet(client, codes[0]).status_code == 200, "not even the right one is compared"
    other = begin(world)
    assert type_sheet(other, codes[0])["Location"] == STEPS


# Presence wins, and so does whoever was told


@pytest.mark.django_db
def test_a_visit_to_a_kiosk_ends_what_waits(world: Any) -> None:
    cooling(world)
    kiosk = world.attestor("kiosk-1")
    world.wait(31)
    own = "+966500007744"
    assert world.attest(kiosk, "layla", world.visit(kiosk, "layla", phone=own), use=False).word == "activated"
    world.deliver()
    assert Recovery.objects.get().state == "cancelled"
    assert Trusted.objects.get().state == "ended", "a former holder may have named whom they liked"
    world.wait(COOLED)
    thief, link = at(), link_to(world, NEW, "back")
    assert thief.post(link).status_code == 410
    assert who(world).phone == own


@pytest.mark.django_db
def test_whoever_was_out_everywhere_since_has_ended_it_before_a_worker_hears_of_it(world: Any) -> None:
    client = cooling(world)
    seen = recovery(row_of(client).uuid)
    logged_in(world, "layla").post("/settings/log-out-everywhere")
    world.wait(COOLED)
    back = come_back(world)
    page = back.post("/recover/finish", SECRET)
    assert page.status_code == 200
    assert who(world).phone == world.cast["layla"]["phone"]
    assert seen.account == who(world).account


@pytest.mark.django_db
def test_not_you_of_the_used_code_suspends_and_ends_it(world: Any) -> None:
    client = cooling(world)
    at().post(link_of_not_you(world))
    world.deliver()
    assert who(world).state not in SIGNS_IN
    assert row_of(client).state == "cancelled"


def link_of_not_you(world: Any) -> str:
    found = [text for to, text in world.pocket.texts if to == world.cast["layla"]["phone"] and "/not-you/" in text]
    return "/not-you/" + found[-1].split("/not-you/")[1].split()[0]


@pytest.mark.django_db
def test_a_second_recovery_cannot_be_proven_beside_the_one_that_waits(world: Any) -> None:
    cooling(world)
    sami, client = logged_in(world, "sami"), begin(world)
    Proof.objects.create(recovery=row_of(client), way="sheet", shown_at=row_of(client).started_at)
    prove_phone(world, client, MINE)
    page = vouch(sami, who(world), reference_on(client))
    assert page.status_code == 200
    assert "استعادة أخرى" in page.content.decode()
    assert row_of(client).state == "started"


def recovers_again(world: Any, code: str) -> Any:
    """Another code of the sheet, the relative's word again; and it waits."""
    world.wait(3600)
    client = begin(world)
    type_sheet(client, code)
    prove_phone(world, client)
    vouch(logged_in(world, "sami"), who(world), reference_on(client))
    world.deliver()
    assert row_of(client).state == "cooling"
    return client


@pytest.mark.django_db
def test_whoever_holds_the_old_phone_stops_a_recovery_by_its_link_once_and_not_again_and_again(world: Any) -> None:
    codes, old = with_sheet(world), world.cast["layla"]["phone"]
    first = cooling(world, codes=codes)
    link = link_to(world, old, "stop")
    assert at().post(link).status_code == 200
    assert row_of(first).state == "cancelled"
    again = recovers_again(world, codes[1])
    told = world.pocket.last(old)
    assert "/recover/stop/" not in told, "no link that stops without a log-in"
    assert "/relatives/" in told
    assert "لا يوقف هذه إلا من يدخل" in again.get(STEPS).content.decode()
    assert at().post(link).status_code == 410
    assert at().post("/recover/stop").status_code == 302
    assert row_of(again).state == "cooling"
    world.wait(COOLED)
    assert come_back(world).post("/recover/finish", SECRET)["Location"] == "/login?password=set"
    assert who(world).phone == NEW


@pytest.mark.django_db
def test_an_owner_under_attack_stops_every_recovery_after_the_first_by_logging_in(world: Any) -> None:
    codes = with_sheet(world)
    cooling(world, codes=codes)
    at().post(link_to(world, world.cast["layla"]["phone"], "stop"))
    for code in codes[1:3]:
        hostile, her = recovers_again(world, code), logged_in(world, "layla")
        assert her.post("/recover/stop")["Location"] == "/relatives/?said=stopped"
        assert row_of(hostile).state == "cancelled"


@pytest.mark.django_db
def test_a_session_left_open_on_the_old_phone_does_not_stop_the_second(world: Any) -> None:
    codes = with_sheet(world)
    cooling(world, codes=codes)
    at().post(link_to(world, world.cast["layla"]["phone"], "stop"))
    left_open = logged_in(world, "layla")
    world.wait(600)
    again = recovers_within(world, codes[1], left_open)
    assert left_open.post("/recover/stop")["Location"].startswith("/confirm")
    assert row_of(again).state == "cooling"


def recovers_within(world: Any, code: str, used: Any) -> Any:
    """As above, while somebody goes on using a session, which stays alive by that."""
    for _ in range(5):
        assert used.get("/home").status_code == 200
        world.wait(700)
    client = begin(world)
    type_sheet(client, code)
    prove_phone(world, client)
    vouch(logged_in(world, "sami"), who(world), reference_on(client))
    assert used.get("/home").status_code == 200
    return client


@pytest.mark.django_db
def test_after_a_month_a_link_stops_again(world: Any) -> None:
    codes, old = with_sheet(world), world.cast["layla"]["phone"]
    cooling(world, codes=codes)
    at().post(link_to(world, old, "stop"))
    world.wait(30 * 86400)
    again = recovers_again(world, codes[1])
    assert at().post(link_to(world, old, "stop")).status_code == 200
    assert row_of(again).state == "cancelled"


# Races, with real threads


@pytest.mark.django_db(transaction=True)
def test_one_code_of_the_sheet_in_many_recoveries_at_once_proves_one(world: Any) -> None:
    codes = with_sheet(world)
    views = [recovery(row_of(begin(world)).uuid) for _ in range(4)]
    text = codes[0].replace("-", "")
    jobs = [
        partial(show_sheet, recovery=one, text=text, address=f"10.8.0.{number}", by=APPLICANT)
        for number, one in enumerate(views)
    ]
    assert sorted(at_once(jobs), key=str) == [False, False, False, True]
    assert Proof.objects.count() == 1
    assert who(world).recovery_codes == 9


@pytest.mark.django_db(transaction=True)
def test_two_methods_in_the_same_moment_let_it_wait_once(world: Any) -> None:
    codes = with_sheet(world)
    sami = trusts(world, "layla", "sami")
    client = begin(world)
    type_sheet(client, codes[0])
    prove_phone(world, client)
    Proof.objects.all().delete()
    seen, giver, relative = recovery(row_of(client).uuid), who(world).account, who(world, "sami").account
    reference, key = row_reference(client), sami.session.session_key
    by_sheet = partial(show_sheet, recovery=seen, text=codes[1].replace("-", ""), address="10.8.1.1", by=APPLICANT)
    by_word = partial(
        approve_recovery, giver=giver, reference=reference, relative=relative, session_key=key, by=APPLICANT
    )
    assert at_once([by_sheet, by_word]) == [True, None]
    assert row_of(client).state == "cooling"
    assert Event.objects.filter(type="recovery.wait").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_recoveries_proven_in_the_same_moment_one_waits(world: Any) -> None:
    codes = with_sheet(world)
    views = []
    for number in range(2):
        client = begin(world)
        row = row_of(client)
        Proof.objects.create(recovery=row, way="relative", shown_at=row.started_at)
        prove_phone(world, client, f"+96650000775{number}")
        views.append(recovery(row.uuid))
    jobs = [
        partial(show_sheet, recovery=one, text=codes[number].replace("-", ""), address=f"10.8.2.{number}", by=APPLICANT)
        for number, one in enumerate(views)
    ]
    results = at_once(jobs)
    assert sorted(type(one).__name__ for one in results) == ["AnotherIsProven", "bool"], results
    assert Recovery.objects.filter(state="cooling").count() == 1
    assert who(world).recovery_codes == 9, "the loser's code is not spent"
    assert any(isinstance(one, AnotherIsProven) for one in results)


@pytest.mark.django_db(transaction=True)
def test_the_button_that_stops_and_the_last_step_in_the_same_moment_end_one_way(world: Any) -> None:
    cooling(world)
    world.wait(COOLED)
    row, link, her = Recovery.objects.get(), link_to(world, world.cast["layla"]["phone"], "stop"), who(world)
    seen = recovery(row.uuid)
    person = person_by_identifier(her.identifier_kind, her.identifier).value

    def finish(found: RecoveryView) -> None:
        take_new_phone(recovery=found, person=person, password=SECRET["password"], by=APPLICANT)

    finished, _, stopped = at_once([partial(finish, seen), partial(finish, seen), lambda: at().post(link).status_code])
    state = Recovery.objects.get().state
    assert (state, who(world).phone, stopped) in {
        ("done", NEW, 410),
        ("cancelled", world.cast["layla"]["phone"], 200),
    }, finished
    assert Event.objects.filter(type="account.recover_phone").count() == (state == "done")


@pytest.mark.django_db(transaction=True)
def test_a_word_and_its_revocation_in_the_same_moment_come_one_after_the_other(world: Any) -> None:
    with_sheet(world)
    sami = trusts(world, "layla", "sami")
    client, tie = begin(world), Trusted.objects.get()
    giver, relative, key = who(world).account, who(world, "sami").account, sami.session.session_key
    by_word = partial(
        approve_recovery,
        giver=giver,
        reference=row_reference(client),
        relative=relative,
        session_key=key,
        by=APPLICANT,
    )
    word, ended = at_once([by_word, partial(end_trust, tie=tie.uuid, account=giver, by=APPLICANT)])
    assert ended is None
    assert Trusted.objects.get().state == "revoked"
    assert row_of(client).proofs.exists() == (word is None), word
    assert face(giver).account == giver
