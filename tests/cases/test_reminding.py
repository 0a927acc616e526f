"""Remind me when it opens: one letter, on the day."""

from datetime import timedelta
from typing import Any

import pytest

from bawaba.cases.models import Reminder
from bawaba.cases.reminding import tell_what_opened
from bawaba.core import clock
from catalogue import Asker
from payers import at_once
from people import logged_in

pytestmark = pytest.mark.django_db
PAGE = "/services/renew-national-id"


def letters(world: Any, asker: Asker) -> int:
    world.deliver()
    return sum("تجديد الهوية الوطنية" in text and "الآن" in text for _, text in world.pocket.texts)


def test_a_click_brings_one_letter_on_the_day_it_opens(world: Any) -> None:
    asker = Asker(world, "citizen")
    asker.spoil("card runs on")  # 400 days: it opens in 220
    client = logged_in(world, asker.slug)
    assert "ذكّرني حين تُفتح" in client.get(PAGE).content.decode()
    for _ in range(2):
        assert client.post(f"{PAGE}/remind", {"day": "2020-01-01"})["Location"] == PAGE
    asked = client.get(PAGE).content.decode()
    assert "سنذكّرك" in asked
    assert "ذكّرني حين تُفتح" not in asked
    assert Reminder.objects.get().day == clock.today() + timedelta(days=220)
    world.wait(timedelta(days=219).total_seconds())
    tell_what_opened(clock.now())
    assert letters(world, asker) == 0
    world.wait(timedelta(days=1).total_seconds())
    for _ in range(2):
        tell_what_opened(clock.now())
    assert letters(world, asker) == 1


def test_what_is_open_already_or_not_there_has_no_reminder(world: Any) -> None:
    asker = Asker(world, "citizen")
    client = logged_in(world, asker.slug)
    assert "ذكّرني" not in client.get(PAGE).content.decode()
    client.post(f"{PAGE}/remind")
    assert client.post("/services/nothing/remind").status_code == 404
    assert not Reminder.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_tell_of_it_once(world: Any) -> None:
    asker = Asker(world, "citizen")
    Reminder.objects.create(account=asker.account, service="renew-national-id", day=clock.today())
    at_once(*[lambda: tell_what_opened(clock.now())] * 10)
    assert letters(world, asker) == 1
