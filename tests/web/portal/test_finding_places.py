"""The finder: nearest first, open now, for whom; what is typed stands in no address; "choose your bank"."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from bawaba.core.distances import kilometres
from bawaba.core.text import T
from bawaba.identity.attestation.queries import PlaceView, places
from bawaba.web.portal.nearby import WIDTH, Asked, cities_of, found_places, map_of, point_of, spot_named
from people import at
from worlds import KIOSK

pytestmark = pytest.mark.django_db
SUNDAY_NOON = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)  # 12:00 in Riyadh
SUNDAY_NIGHT = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)  # 21:00
PLACE = KIOSK["places"][0]
COAST = {"ar": "المدينة الساحلية", "en": "Coast City"}


def place(slug: str, latitude: float, longitude: float, **more: Any) -> dict[str, Any]:
    name = {"ar": f"مكان {slug}", "en": f"Place {slug}"}
    return {**PLACE, "slug": slug, "name": name, "latitude": latitude, "longitude": longitude, **more}


@pytest.fixture
def street(world: Any) -> Any:
    """A kiosk and a bank in the capital, a counter on the coast that closes at three."""
    world.attestor("kiosk-1", places=[place("market", 24.71, 46.67, opens={"sunday": "09:00-23:00"})])
    world.attestor("palm-bank", "bank", places=[place("main", 24.80, 46.70)], populations=["citizen", "resident"])
    coast = place("harbour", 26.43, 50.10, city=COAST, opens={"sunday": "08:00-15:00"})
    world.attestor("counter-1", "counter", places=[coast])
    return world


def shown(path: str = "/places", language: str = "en", client: Client | None = None) -> str:
    client = client or at()
    client.cookies["reading"] = f"language={language}"
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def listed(page: str) -> list[str]:
    return re.findall(r"Place (\w+)</span></h3>", page)


def test_distances_over_the_ground() -> None:
    assert kilometres((24.7136, 46.6753), (21.4858, 39.1925)) == pytest.approx(845, abs=5)
    assert kilometres((24.7, 46.7), (24.7, 46.7)) == 0
    assert kilometres((0, 179.9), (0, -179.9)) == pytest.approx(22.2, abs=0.1), "across the edge of the map"


def test_all_of_them_stand_there_without_a_word_about_where_anybody_is(street: Any) -> None:
    page = shown()
    assert sorted(listed(page)) == ["harbour", "main", "market"]
    assert "about" not in page.split("data-places")[1].split("</ol>")[0].replace("about {n}", "")


def test_this_page_alone_may_ask_the_browser_where_it_is(street: Any) -> None:
    assert at().get("/places")["Permissions-Policy"].startswith("geolocation=(self)")
    for other in ("/", "/places/banks", "/offices"):
        assert "geolocation=()" in at().get(other)["Permissions-Policy"]


def test_near_a_city_the_nearest_comes_first_with_its_distance(street: Any) -> None:
    assert listed(shown("/places?near=coast-city")) == ["harbour", "main", "market"]
    page = shown("/places?near=kiosk-1.market")
    assert listed(page) == ["market", "main", "harbour"]
    assert "about 1 km" in page
    assert "about 10 km" in page
    assert "Nearest to Place market" in page


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Coast City", "coast-city"),
        ("coast", "coast-city"),
        ("المدينه الساحليه", "coast-city"),
        ("العاصمة", "capital"),
        ("Place harbour", "counter-1.harbour"),
        ("", ""),
    ],
)
def test_what_is_typed_leads_to_an_address_of_known_names(street: Any, typed: str, near: str) -> None:
    answer = at().post("/places", {"spot": typed, "channel": "kiosk", "population": "citizen", "open": "yes"})
    assert answer.status_code == 302
    begins = f"near={near}&" if near else ""
    assert answer["Location"] == f"/places?{begins}channel=kiosk&population=citizen&open=yes"


def test_an_unknown_place_is_said_and_stands_in_no_address(street: Any) -> None:
    client = at()
    client.cookies["reading"] = "language=en"
    answer = client.post("/places", {"spot": "12 My Street, Flat 3"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "We do not know this place" in page
    assert 'value="12 My Street, Flat 3"' in page
    assert not re.search(r'(href|action)="[^"]*Street', page)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["near=24.7,46.7", "near=%00", "channel=shop", "population=x", "near=" + "x" * 5000])
def test_what_is_not_known_in_an_address_counts_as_nothing(street: Any, query: str) -> None:
    page = shown(f"/places?{query}")
    assert len(listed(page)) == 3
    assert "46.7," not in page.partition("data-places")[0]


def test_by_channel_by_group_and_open_now(street: Any) -> None:
    assert listed(shown("/places?channel=counter")) == ["harbour"]
    assert sorted(listed(shown("/places?population=visitor"))) == ["harbour", "market"]
    with time_machine.travel(SUNDAY_NOON, tick=False):
        assert sorted(listed(shown("/places?open=yes"))) == ["harbour", "market"], "nobody can say when the bank opens"
        page = shown()
        for closing in ("15:00", "23:00"):
            assert f'Open now, until <bdi dir="ltr">{closing}</bdi>' in page
    with time_machine.travel(SUNDAY_NIGHT, tick=False):
        assert listed(shown("/places?open=yes")) == ["market"]
        assert "No place fits" in shown("/places?open=yes&channel=counter")


def test_in_arabic_the_hours_are_in_the_readers_digits(street: Any) -> None:
    with time_machine.travel(SUNDAY_NOON, tick=False):
        assert 'مفتوح الآن حتى <bdi dir="ltr">٢٣:٠٠</bdi>' in shown(language="ar")


def test_closed_and_quarantined_attestors_are_left_out(street: Any) -> None:
    kiosk = street.attestor("kiosk-1", places=[place("market", 24.71, 46.67)])
    kiosk.heartbeat("1", datetime.now(UTC).isoformat(), tampered=True)
    assert sorted(listed(shown())) == ["harbour", "main"]


def test_the_map_has_a_dot_for_each_and_one_for_those_that_lie_together(street: Any) -> None:
    street.attestor("counter-2", "counter", places=[place("next-door", 24.7101, 46.6701)])
    page = shown("/places?near=capital")
    drawing = page[page.index('<svg class="map"') : page.index("</svg>", page.index('<svg class="map"'))]
    assert drawing.count("<circle") == 2
    assert "dot mixed" in drawing
    assert "Coast City" in drawing
    assert "http" not in drawing, "nobody's tiles"


def view(latitude: float, longitude: float, slug: str = "a", city: str = "Capital") -> PlaceView:
    both = T("مكان", en=slug)
    where = T("مدينة", en=city)
    return PlaceView(slug, "x", "kiosk", (), both, both, where, both, {}, latitude, longitude)


@pytest.mark.parametrize(
    "spots",
    [
        [(24.7, 46.7)],
        [(24.7, 46.7), (24.7, 46.7)],
        [(24.7, 46.7), (24.7, 55.0)],
        [(16.0, 46.7), (32.0, 46.7)],
        [(-89.0, -179.0), (89.0, 179.0)],
    ],
)
def test_every_dot_and_its_scale_lie_within_the_drawing(spots: list[tuple[float, float]]) -> None:
    rows = found_places(Asked(), [view(*spot, slug=f"p{n}") for n, spot in enumerate(spots)], SUNDAY_NOON)
    drawn = map_of(rows, lambda name: name.en)
    assert drawn
    for dot in drawn.dots:
        assert 0 <= dot.x <= WIDTH
        assert 0 <= dot.y <= drawn.height <= 2 * WIDTH
    assert 0 < drawn.scale <= WIDTH / 4
    first = rows[0].place.point  # what the browser does with the reader's own position
    at_x = (first[1] - drawn.origin[1]) * drawn.per_degree[1]
    at_y = (drawn.origin[0] - first[0]) * drawn.per_degree[0]
    assert any(abs(dot.x - at_x) < 1 and abs(dot.y - at_y) < 1 for dot in drawn.dots)


def test_nothing_to_show_is_no_map() -> None:
    assert map_of([], lambda name: name.en) is None
    assert cities_of([]) == {}
    assert (spot_named("x", []), point_of("x", [])) == ("", None)
    assert "No place fits" in shown()


def test_choose_your_bank(street: Any) -> None:
    page = shown("/places/banks")
    assert "/places/banks/palm-bank" in page
    assert "/places/banks/palm-bank" not in shown("/places/banks?population=visitor")
    one = shown("/places/banks/palm-bank")
    assert "activate my government account" in one
    assert "Place main" in one
    assert "Citizen" in one
    for gone in ("nobody", "kiosk-1"):
        assert at().get(f"/places/banks/{gone}").status_code == 404


def test_receipt_home_and_a_failed_log_in_lead_there(street: Any) -> None:
    assert "/places/banks" in shown("/")
    failed = at().post("/login", {"name": "nobody", "password": "wrong wrong wrong"})
    assert "/places/banks" in failed.content.decode()
    assert "/places" in failed.content.decode()


def test_places_are_asked_for_once_a_page(street: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        shown("/places?near=capital")
    assert len(places()) == 3
