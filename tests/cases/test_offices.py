"""Slots follow from hours; an office is open or says when it opens; a file that cannot be understood is named."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from appointments import office
from bawaba.cases.appointments import offices as shelf
from bawaba.cases.appointments.rules import DAYS_AHEAD, may_arrive, opening, slots_ahead, slots_on
from bawaba.cases.catalogue import AGENCIES, services
from bawaba.core.clock import RIYADH
from bawaba.core.opening_hours import ALL_DAY, MIDNIGHT, Opening
from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.web.portal.office_hours import hours_of

SUNDAY = date(2026, 11, 29)
MORNING, NOON = (time(8, 0), time(9, 0)), (time(10, 0), time(10, 50))
WEEK = {6: (MORNING, NOON), 0: (MORNING,)}
FILE = """---
agency: passports
region: capital
name: مكتب | Office
address: شارع | Street
latitude: 24.7
longitude: 46.7
sunday: 08:00-12:00, 13:00-15:00
minutes: 20
capacity: 3
closed: 2026-12-06, 2026-12-13..2026-12-14
---
"""


def at(hour: int, minute: int = 0, day: date = SUNDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), RIYADH)


def test_slots_lie_inside_the_hours_and_none_hangs_over_their_end() -> None:
    of = office(hours=WEEK, minutes=25)
    assert [f"{one:%H:%M}" for one in slots_on(of, SUNDAY)] == ["08:00", "08:25", "10:00", "10:25"]
    assert slots_on(of, SUNDAY + timedelta(days=2)) == []
    assert slots_on(office(hours=WEEK, closed={SUNDAY: T("عيد", en="Eid")}), SUNDAY) == []


def test_only_what_has_not_begun_and_is_near_is_offered() -> None:
    of = office(hours=WEEK, minutes=30)
    ahead = list(slots_ahead(of, at(8, 30).astimezone(UTC)))
    assert ahead[0] == at(10)
    assert max(ahead).date() - SUNDAY <= timedelta(days=DAYS_AHEAD)
    assert ahead == sorted(ahead)


@pytest.mark.parametrize(
    ("now", "is_open", "when"),
    [
        (at(7, 59), False, at(8)),
        (at(8), True, at(9)),
        (at(8, 59), True, at(9)),
        (at(9), False, at(10)),
        (at(10, 50), False, at(8, day=SUNDAY + timedelta(days=1))),
        (at(12, day=SUNDAY + timedelta(days=1)), False, at(8, day=SUNDAY + timedelta(days=7))),
    ],
)
def test_open_now_or_opens_then(now: datetime, *, is_open: bool, when: datetime) -> None:
    found = opening(office(hours=WEEK), now.astimezone(UTC))
    assert (found.open, found.at) == (is_open, when)


def test_an_office_that_never_closes_is_open_day_and_night() -> None:
    always = office(hours=dict.fromkeys(range(7), (ALL_DAY,)))
    assert opening(always, at(23, 59)) == Opening(open=True, at=None)
    assert slots_on(always, SUNDAY)[-1] == at(23, 30)
    assert hours_of(always.hours, Reader(language="en")) == [("Sunday to Saturday", ["day and night"])]


def test_hours_that_go_past_midnight_end_when_somebody_closes() -> None:
    night = office(hours={6: ((time(20), MIDNIGHT),), 0: ((time(0), time(6)), (time(8), time(9)))})
    assert opening(night, at(23, 59)) == Opening(open=True, at=at(6, day=SUNDAY + timedelta(days=1)))
    assert hours_of(night.hours, Reader(language="en"))[0] == ("Sunday", ["20:00–24:00"])


def test_a_closed_day_is_passed_over_and_an_office_without_hours_never_opens() -> None:
    closed = office(hours=WEEK, closed={SUNDAY: T("عيد", en="Eid")})
    assert opening(closed, at(8, 30)).at == at(8, day=SUNDAY + timedelta(days=1))
    assert opening(office(hours={}), at(8)).at is None


def test_one_arrives_on_the_day_in_riyadh() -> None:
    assert may_arrive(at(0, 30), at(23, 30))
    assert not may_arrive(at(0, 30), at(23, 30, SUNDAY - timedelta(days=1)))


@pytest.fixture
def written(settings: Any, tmp_path: Path) -> Any:
    """Offices of a folder of the test's own."""
    settings.CONTENT_DIR = tmp_path
    (tmp_path / "offices").mkdir()
    (tmp_path / "regions.md").write_text("---\ncapital: العاصمة | Capital\n---\n")
    (tmp_path / "closed-days.md").write_text("---\n2027-03-09..2027-03-10: عيد | Eid\n---\n")

    def write(text: str) -> Any:
        (tmp_path / "offices" / "one.md").write_text(text)
        for part in (shelf.offices, shelf.regions, shelf._closed_days):
            part.cache_clear()
        return shelf.offices()["one"]

    yield write
    settings.CONTENT_DIR = Path(__file__).parents[2] / "content"
    for part in (shelf.offices, shelf.regions, shelf._closed_days):
        part.cache_clear()


def test_a_file_says_all_of_an_office(written: Any) -> None:
    one = written(FILE)
    assert (one.name.en, one.capacity, one.minutes) == ("Office", 3, 20)
    assert one.hours == {6: ((time(8), time(12)), (time(13), time(15)))}
    assert sorted(one.closed) == [date(2026, 12, 6), date(2026, 12, 13), date(2026, 12, 14), date(2027, 3, 9), date(2027, 3, 10)]  # fmt: skip


def test_one_that_stays_open_on_holidays_ends_its_days_at_midnight(written: Any) -> None:
    one = written(FILE.replace("closed:", "holidays: open\nclosed:").replace("13:00-15:00", "13:00-24:00"))
    assert one.hours[6][1] == (time(13), MIDNIGHT)
    assert date(2027, 3, 9) not in one.closed
    assert date(2026, 12, 6) in one.closed


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("agency: passports", "agency: nobody"),
        ("region: capital", "region: moon"),
        ("name: مكتب | Office", "name: مكتب"),
        ("capacity: 3", "capacity: 0"),
        ("minutes: 20", "minutes: 0"),
        ("08:00-12:00, 13:00-15:00", "08:00-12:00, 11:00-15:00"),
        ("08:00-12:00, 13:00-15:00", "12:00-08:00"),
        ("08:00-12:00, 13:00-15:00", "8 to 12"),
        ("latitude: 24.7\n", ""),
        ("closed: 2026-12-06", "closed: tomorrow"),
        ("closed: 2026-12-06", "holidays: perhaps\nclosed: 2026-12-06"),
        ("08:00-12:00, 13:00-15:00", "24:00-08:00"),
    ],
)
def test_a_file_that_cannot_be_understood_is_named(written: Any, line: str, instead: str) -> None:
    with pytest.raises(shelf.BadOffice, match=r"one\.md"):
        written(FILE.replace(line, instead))


def test_the_offices_that_come_along_fit_the_catalogue() -> None:
    assert len(shelf.offices()) >= 5
    for one in shelf.offices().values():
        assert one.agency in AGENCIES
        assert set(one.services) <= set(services())
