"""The data tracker: every look of others, in plain words, and nobody else's affairs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies import Agency
from bawaba.cases import deskwork
from bawaba.cases.models import Application
from bawaba.documents.models import Document
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba.journal.queries import PAGE as LINES
from bawaba.journal.tracker import note_look
from bawaba.web.portal.tracked import BASES, READ
from delegations import accept, offer
from officers import appointed, at_desk, event_permit
from payers import account_of, apply_for, hosted, new_violations, pays
from people import activated, at, logged_in
from sales import Sale, car_of

pytestmark = pytest.mark.django_db
PAGE = "/my-data/tracker"


def read(client: Client, query: str = "") -> str:
    """What the page itself says, without what every page says of its reader."""
    page = client.get(PAGE + query).content.decode()
    return re.sub(r'value="\w{64}"', "", page.split("<main")[1].split("</main")[0])


@pytest.fixture
def layla(world: Any) -> Client:
    activated(world, "layla")
    return logged_in(world, "layla")


def test_every_kind_of_look_has_its_words_and_its_basis() -> None:
    assert set(READ) == set(BASES)


def test_an_officers_look_is_there_with_agency_role_application_and_basis(world: Any, layla: Client) -> None:
    handle = event_permit(world, "layla")
    appointed(world, "noor", "public_security")
    assert at_desk("noor").get(f"/desk/applications/{handle}").status_code == 200
    page = read(layla)
    assert "موظف في الأمن العام</b>: اطّلاع على طلب وعلى بياناتك فيه" in page
    assert f'href="/applications/{handle}"' in page
    assert "للنظر في الطلب" in page
    for secret in ("نور", "القحطاني", str(appointed_officer(handle))):
        assert secret not in page
    layla.cookies["reading"] = "language=en"
    layla.post("/settings/save", {"language": "en"})
    assert "An officer at Public Security</b> opened an application" in read(layla)


def appointed_officer(handle: Any) -> str:
    return str(Event.objects.filter(subject=handle, type="application.look").latest("pk").actor)


def test_a_look_that_is_undone_leaves_no_line(world: Any, layla: Client) -> None:
    handle, noor = event_permit(world, "layla"), appointed(world, "noor", "public_security")
    with transaction.atomic():
        deskwork.look_at(application=handle, officer=noor)
        transaction.set_rollback(True)  # the event falls with what it is about
    assert "موظف في الأمن العام" not in read(layla)


def test_of_a_sale_each_side_sees_its_own(world: Any) -> None:
    with car_of(world, "layla") as car:
        sale = Sale(world, car)
        sale.offer()
        assert "/invitations/" not in read(sale.buyer_page), "nobody has looked at anything of the buyer yet"
        sale.agree()
        appointed(world, "omar", "traffic")
        deskwork.look_at(application=sale.row.uuid, officer=appointed(world, "sami", "traffic"))
        seller, buyer = read(sale.seller_page), read(sale.buyer_page)
    handle = sale.row.uuid
    assert f'href="/applications/{handle}"' in seller
    assert "/invitations/" not in seller
    assert f'href="/invitations/{handle}"' in buyer
    assert "أنت الطرف الآخر فيه" in buyer
    assert f"/applications/{handle}" not in buyer
    assert "موظف في المرور" in seller
    assert "موظف في المرور" in buyer
    for page, other in ((seller, "noor"), (buyer, "layla")):
        for secret in (world.cast[other]["number"], world.cast[other]["phone"], str(account_of(world, other))):
            assert secret not in page
    assert seller.count("ما تشترطه الخدمة") == 1, "what was asked about the buyer is the buyer's"
    assert buyer.count("ما تشترطه الخدمة") == 1
    assert sale.buyer_page.get(f"/invitations/{handle}").status_code == 200


def test_a_dependent_sees_that_it_was_about_them_and_not_whose_application_it_is(world: Any) -> None:
    for slug in ("omar", "mariam"):
        activated(world, slug)
        world.wait(31)
    omar, mariam = logged_in(world, "omar"), logged_in(world, "mariam")
    draft = omar.post("/services/renew-iqama/apply", {"for": world.cast["mariam"]["person_key"]})["Location"]
    handle = draft.split("/")[2]
    row = Application.objects.get(uuid=handle)
    deskwork.look_at(application=row.uuid, officer=appointed(world, "noor", "passports"))
    child, parent = read(mariam), read(omar)
    assert "فرد من أسرتك كما في السجل</b>: بدء طلب يخصّك" in child
    assert "يخصّك وقدّمه غيرك" in child
    for secret in (handle, row.reference, "عمر", world.cast["omar"]["number"], str(account_of(world, "omar"))):
        assert secret not in child, secret
    assert f"/applications/{handle}" in parent
    assert "مريم" not in parent
    assert str(account_of(world, "mariam")) not in parent
    world.wait(31)
    assert handle not in read(logged_in_sami(world))


def logged_in_sami(world: Any) -> Client:
    activated(world, "sami")
    return logged_in(world, "sami")


def test_who_acts_under_a_delegation_is_on_its_givers_tracker_once(world: Any) -> None:
    for slug in ("omar", "layla"):
        activated(world, slug)
        world.wait(31)
    accept(world, offer(world, "omar", world.cast["layla"]["number"]), "layla")
    layla = logged_in(world, "layla")
    for _ in range(2):
        draft = layla.post("/services/renew-iqama/apply", {"for": world.cast["omar"]["person_key"]})["Location"]
    omar = read(logged_in(world, "omar"))
    assert omar.count("من فوّضته</b>: بدء طلب باسمك") == 1
    for secret in (draft.split("/")[2], "ليلى", world.cast["layla"]["number"]):
        assert secret not in omar
    assert "بدء طلب" not in read(layla), "the giver's affair"


def test_what_an_agency_reads_and_who_verifies_and_who_vouched_are_there(world: Any, layla: Client) -> None:
    agency = Agency()
    token = agency.tokens(layla, scope="openid profile")["access_token"]
    assert agency.read(token).status_code == 200
    page = read(layla)
    assert "بلدية العاصمة</b>: قراءة من بياناتك" in page
    assert "<small>اسمك" in page
    assert "بلدية العاصمة</b>: دخولك إليها بحسابك" in page
    assert "موافقتك" in page
    assert "إفادة بحضورك" in page, "the kiosk"


def test_a_verification_names_nobody_and_is_its_owners_alone(world: Any) -> None:
    activated(world, "omar")
    omar = logged_in(world, "omar")
    pays(world, hosted(omar, apply_for(omar, new_violations(world, "omar", 1))))
    world.deliver()
    world.wait(31)
    sami = logged_in_sami(world)
    sami.post("/verify", {"reference": Document.objects.get().reference})
    assert "شخص لا نسأله من هو</b>: تحقّق من وثيقة لك" in read(omar)
    assert "تحقّق من وثيقة" not in read(sami)
    assert str(account_of(world, "sami")) not in str(list(Event.objects.filter(type="look.check").values()))


def test_it_goes_on_by_key_in_four_statements_and_by_an_index(world: Any, layla: Client) -> None:
    account = account_of(world, "layla")
    with transaction.atomic():
        for number in range(2 * LINES + 3):
            said = {"side": "own", "service": "event-permit", "agency": "public_security", "role": "officer"}
            by = Actor("officer", f"officer-{number % 3}")
            note_look(at=account, what="application", by=by, **said)
    agency = Agency()
    agency.read(agency.tokens(layla, scope="openid profile")["access_token"])
    seen, query = 0, ""
    while True:
        with CaptureQueriesContext(connection) as asked:
            page = read(layla, query)
        assert len(asked) <= 4, [one["sql"] for one in asked]
        assert not [one for one in asked if "COUNT(" in one["sql"].upper()]
        seen += page.count("اطّلاع على طلب")
        found = re.search(r'rel="next" href="([^"]+)"', page)
        if not found:
            break
        query = found[1]
    assert seen == 2 * LINES + 3
    rows = Event.objects.filter(subject=account, type__in=READ).order_by("-pk")[:LINES]
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET LOCAL enable_seqscan = off")  # so few rows are read faster without any
            connection.cursor().execute("SET LOCAL enable_sort = off")
        assert "event_subject" in rows.explain()


@pytest.mark.parametrize("before", ["", "abc", "-1", "٣", "9" * 30, "0"])
def test_asked_in_an_odd_way_it_is_still_a_page(layla: Client, before: str) -> None:
    assert layla.get(PAGE, {"before": before}).status_code == 200


def test_a_counters_look_is_on_the_tracker(world: Any, layla: Client) -> None:
    with transaction.atomic():
        by = Actor("officer", "x", "capital")
        note_look(at=account_of(world, "layla"), what="counter", by=by, attestor="kiosk-1", role="officer")
    assert "موظف في جهاز" in read(layla)
    assert Client().get(PAGE)["Location"].startswith("/login")
    assert at().get(PAGE).status_code == 302
    world.wait(timedelta(minutes=1).total_seconds())
