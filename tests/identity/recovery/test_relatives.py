"""Trusted relatives: two at most, named after a fresh proof, accepted by who was named, ended from either side."""

from functools import partial
from typing import Any

import pytest

from bawaba.identity.accounts.commands import move_account
from bawaba.identity.accounts.faces import face
from bawaba.identity.recovery.models import Trusted
from bawaba.identity.recovery.relatives import name_relative
from bawaba.journal.ports import SYSTEM, Actor
from people import activated, confirmed, logged_in
from races import at_once
from recoveries import begin, names, reference_on, trusts, vouch, who

LIST, NAME = "/relatives/", "/relatives/name"


@pytest.mark.django_db
def test_named_on_the_page_accepted_on_the_other_and_revoked(world: Any) -> None:
    activated(world, "layla")
    activated(world, "sami")
    her = logged_in(world, "layla")
    assert her.post(NAME, {"number": world.cast["sami"]["number"]})["Location"] == f"{LIST}?said=named"
    world.deliver()
    assert "سُمّي في حسابك" in world.pocket.last(world.cast["layla"]["phone"])
    assert "لم يوافق بعد" in her.get(LIST).content.decode()
    sami, tie = logged_in(world, "sami"), Trusted.objects.get()
    page = sami.get(LIST).content.decode()
    assert who(world).names_ar in page
    assert sami.post(f"{LIST}{tie.uuid}/accept")["Location"] == LIST
    assert sami.post(f"{LIST}{tie.uuid}/accept")["Location"] == LIST
    assert "من يثق بي" in sami.get(LIST).content.decode()
    assert her.post(f"{LIST}{tie.uuid}/end")["Location"] == LIST
    assert Trusted.objects.get().state == "revoked"
    assert "من يثق بي" not in sami.get(LIST).content.decode()


@pytest.mark.django_db
def test_the_answer_is_the_same_whether_the_number_has_an_account(world: Any) -> None:
    activated(world, "layla")
    activated(world, "sami")
    her = logged_in(world, "layla")
    answers = [her.post(NAME, {"number": world.cast[slug]["number"]}) for slug in ("sami", "khalid")]
    assert answers[0]["Location"] == answers[1]["Location"]
    third = her.post(NAME, {"number": world.cast["omar"]["number"]})
    assert third.status_code == 200
    assert "قريبان موثوقان" in third.content.decode()
    world.deliver()
    told = {to for to, text in world.pocket.texts if "يسميك" in text}
    assert told == {world.cast["sami"]["phone"]}, "a worker has asked the one who exists"


@pytest.mark.django_db
def test_who_was_named_before_they_had_an_account_finds_it_later(world: Any) -> None:
    activated(world, "layla")
    names(world, "layla", "sami")
    assert Trusted.objects.get().receiver is None
    activated(world, "sami")
    assert who(world).names_ar in logged_in(world, "sami").get(LIST).content.decode()


@pytest.mark.django_db
def test_ones_own_number_and_an_odd_one_get_a_sentence(world: Any) -> None:
    activated(world, "layla")
    her = logged_in(world, "layla")
    assert "سمّ غيرك" in her.post(NAME, {"number": world.cast["layla"]["number"]}).content.decode()
    assert 'value="99"' in her.post(NAME, {"number": "99"}).content.decode()
    assert not Trusted.objects.exists()


@pytest.mark.django_db
def test_naming_accepting_ending_and_vouching_need_a_fresh_proof(world: Any) -> None:
    activated(world, "layla")
    sami = trusts(world, "layla", "sami")
    tie = Trusted.objects.get().uuid
    client = begin(world)
    reference = reference_on(client)
    world.wait(6 * 60)
    assert "/confirm" in sami.post(f"{LIST}{tie}/vouch", {"reference": reference})["Location"]
    assert "/confirm" in sami.post(NAME, {"number": world.cast["omar"]["number"]})["Location"]
    assert "/confirm" in sami.post(f"{LIST}{tie}/end")["Location"]
    confirmed(world, sami)
    assert vouch(sami, who(world), reference)["Location"] == f"{LIST}?said=vouched"


@pytest.mark.django_db
def test_the_relative_sees_the_request_and_is_told_to_call_first(world: Any) -> None:
    activated(world, "layla")
    sami = trusts(world, "layla", "sami")
    begin(world)
    assert "طلب استعادة" in sami.get(LIST).content.decode()
    page = sami.get(f"{LIST}{Trusted.objects.get().uuid}/vouch").content.decode()
    assert "اتصل به أنت أولًا" in page
    assert reference_on(begin(world)) not in page, "only the person can tell it"


@pytest.mark.django_db
def test_a_mistyped_reference_gets_a_sentence(world: Any) -> None:
    activated(world, "layla")
    sami = trusts(world, "layla", "sami")
    page = vouch(sami, who(world), "7K2M-9QXC-0000").content.decode()
    assert 'id="reference-error"' in page
    assert 'value="7K2M-9QXC-0000"' in page


@pytest.mark.django_db
def test_a_closed_account_vouches_for_nobody(world: Any) -> None:
    activated(world, "layla")
    trusts(world, "layla", "sami")
    move_account(account=who(world, "sami").account, move="close", by=SYSTEM)
    world.deliver()
    assert Trusted.objects.get().state == "ended"


@pytest.mark.django_db
def test_declined_is_over_and_frees_the_place(world: Any) -> None:
    activated(world, "layla")
    activated(world, "sami")
    tie = names(world, "layla", "sami")
    assert logged_in(world, "sami").post(f"{LIST}{tie}/decline")["Location"] == LIST
    assert Trusted.objects.get().state == "declined"
    names(world, "layla", "sami")
    assert Trusted.objects.filter(state="named").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_named_at_once_two_find_a_place_and_one_number_is_one(world: Any) -> None:
    activated(world, "layla")
    her = logged_in(world, "layla")
    key, me = her.session.session_key, face(who(world).account)
    numbers = [world.cast[slug]["number"] for slug in ("sami", "sami", "omar", "khalid")]
    by = Actor("person", str(me.account))
    results = at_once([partial(name_relative, giver=me, number=one, session_key=key, by=by) for one in numbers])
    assert Trusted.objects.filter(state="named").count() == 2, results
    assert Trusted.objects.values("receiver_index").distinct().count() == 2
