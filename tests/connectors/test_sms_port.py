"""The one contract of every SMS connector, each against a real program on a real socket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bawaba.journal.ports import Refused, Unavailable
from centres import Gateway, Outside, Smpp, running

TO, NOWHERE, BUSY = "+966500000101", "+966500000999", "+966500000998"
LONG_ARABIC = "فُعّل حسابك في بوابة عند جهاز السوق الكبير. إن لم تكن أنت فأخبرنا فورًا. " * 6
TEXTS = {
    "short": "Your code is 123456",
    "GSM letters": "@£$¥ Δ_ΦΓΛ\nÄÖÑÜ à [not GSM: no]",
    "160 GSM letters": "a" * 160,
    "161 GSM letters": "b" * 161,
    "short Arabic": "رمز الدخول إلى بوابة: 123456",
    "70 Arabic letters": "ب" * 70,
    "71 Arabic letters": "ب" * 71,
    "long Arabic": LONG_ARABIC,
    "pairs at every seam": "😀" * 100,
    "a pair across the first seam": "ب" * 66 + "😀" + "ب" * 66 + "😀" * 5,
}


@pytest.fixture(params=[Smpp, Gateway])
def centre(request: Any, tmp_path: Path) -> Iterator[Outside]:
    with running(request.param, tmp_path) as one:
        yield one


def newest(centre: Outside, to: str = TO) -> dict[str, Any]:
    found: dict[str, Any] = centre.messages.of("sms", to)[0]
    return found


def test_every_text_arrives_word_for_word_and_as_one_message(centre: Outside) -> None:
    connector = centre.connector()
    for count, (name, text) in enumerate(TEXTS.items(), 1):
        assert connector.send(to=TO, text=text, ref=f"ref-{name}"), name
        assert newest(centre)["text"] == text, name
        assert len(centre.messages.of("sms", TO)) == count
    assert newest(centre)["sender"] == "Bawaba"


def test_each_message_gets_an_id_of_its_own(centre: Outside) -> None:
    connector = centre.connector()
    ids = {connector.send(to=TO, text=LONG_ARABIC, ref=f"ref-{number}") for number in range(5)}
    assert len(ids) == 5


def test_a_number_that_does_not_exist_is_refused_for_good(centre: Outside) -> None:
    with pytest.raises(Refused):
        centre.connector().send(to=NOWHERE, text="x", ref="1")


def test_a_busy_centre_is_asked_again_later(centre: Outside) -> None:
    connector = centre.connector()
    with pytest.raises(Unavailable):
        connector.send(to=BUSY, text="x", ref="1")
    connector.send(to=TO, text="still here", ref="2")


def test_a_centre_that_goes_away_is_unavailable_and_is_found_again(centre: Outside) -> None:
    connector = centre.connector()
    connector.send(to=TO, text="before", ref="1")
    for round_ in range(2):
        centre.down()
        for _ in range(2):
            with pytest.raises(Unavailable):
                connector.send(to=TO, text="never", ref="2")
        centre.up()
        connector.send(to=TO, text=f"after {round_}", ref=f"3{round_}")
        assert newest(centre)["text"] == f"after {round_}"


def test_a_centre_that_never_was_there_is_unavailable(centre: Outside) -> None:
    centre.down()
    with pytest.raises(Unavailable):
        centre.connector().send(to=TO, text="x", ref="1")
