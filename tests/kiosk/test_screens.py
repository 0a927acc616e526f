"""A visit on the kiosk's own screens, each protocol edge: who touches twice, too early, too late, or with a wrong finger."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest
import segno
from flask.testing import FlaskClient

from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation.models import Visit as PortalVisit
from bawaba_attestor import Attestor, Problem, Unavailable
from bawaba_kiosk.app import create_app
from bawaba_kiosk.config import Config
from bawaba_kiosk.device import NOWHERE, Device
from bawaba_kiosk.visits import LONGEST, Visits
from bawaba_sandbox.register.people import FINGERS, ridges
from people import activated, register
from worlds import KIOSK

pytestmark = pytest.mark.django_db
COUNTER = {
    "slug": "north",
    "name": {"ar": "مكتب الشمال", "en": "North counter"},
    "city": {"ar": "العاصمة", "en": "Capital"},
    "hours": {"ar": "كل يوم 8:00-15:00", "en": "Daily 8:00-15:00"},
    "latitude": 24.8,
    "longitude": 46.7,
}


class Line:
    """The line to the portal, which can be cut before a call or after it."""

    def __init__(self, attestor: Attestor) -> None:
        self.attestor, self.cut, self.lost = attestor, False, False
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            self.calls.append(name)
            if self.cut:
                raise Unavailable("cut")
            answer = getattr(self.attestor, name)(*args, **named)
            if self.lost:
                lost = Unavailable("lost")
                lost.jti = getattr(answer, "jti", "")
                raise lost
            return answer

        return call


@pytest.fixture
def line(world: Any) -> Line:
    return Line(world.attestor("kiosk-1"))


@pytest.fixture
def app(world: Any, line: Line, tmp_path: Any) -> Any:
    tray = {
        slug: {
            "names": {"ar": one["ar"], "en": one["en"]},
            "shown": True,
            "fingers": {finger: ridges(one["person_key"], finger) for finger in FINGERS[:2]},
        }
        for slug, one in world.cast.items()
    }
    config = Config(portal="http://testserver", key_file=tmp_path / "key.json")
    device = Device(config)
    device.keep_place({**NOWHERE, **KIOSK["places"][0]})
    return create_app(config, attestor=line, device=device, fingers=tray)


@pytest.fixture
def screen(app: Any) -> FlaskClient:
    return app.test_client()


def send(screen: FlaskClient, path: str, **form: str) -> Any:
    return screen.post(path, data=form, follow_redirects=True)


def at(answer: Any) -> str:
    return str(answer.request.path)


def to_finger(world: Any, screen: FlaskClient, slug: str = "layla", language: str = "ar") -> Any:
    send(screen, "/begin", language=language)
    send(screen, "/number", number=world.cast[slug]["number"])
    return send(screen, "/consent")


def to_code(world: Any, screen: FlaskClient, slug: str = "layla") -> Any:
    to_finger(world, screen, slug)
    send(screen, "/finger", laid=slug)
    send(screen, "/is-this-you")
    answer = send(screen, "/phone", phone=world.cast[slug]["phone"])
    world.deliver()
    return answer


def to_agree(world: Any, screen: FlaskClient, slug: str = "layla") -> Any:
    to_code(world, screen, slug)
    return send(screen, "/code", code=world.pocket.code(world.cast[slug]["phone"]))


def test_the_whole_visit_ends_with_a_receipt(world: Any, screen: FlaskClient) -> None:
    register(world, "layla")
    world.wait(31)
    asked = to_agree(world, screen)
    assert at(asked) == "/agree"
    assert "layla" in asked.text
    done = send(screen, "/agree", mine="yes")
    assert 'data-outcome="activated"' in done.text
    assert "http://testserver/login" in done.text
    assert "<svg" in done.text
    assert world.cast["layla"]["number"] not in done.text
    assert world.cast["layla"]["phone"] not in done.text


@pytest.mark.parametrize(
    "path", ["/number", "/consent", "/finger", "/is-this-you", "/phone", "/code", "/agree", "/done", "/cannot"]
)
def test_without_a_visit_every_screen_is_the_first(screen: FlaskClient, path: str) -> None:
    assert at(screen.get(path, follow_redirects=True)) == "/"
    if path not in {"/done", "/cannot"}:
        assert at(send(screen, path)) == "/"


def test_no_screen_is_reached_before_the_one_that_earns_it(world: Any, screen: FlaskClient) -> None:
    send(screen, "/begin", language="en")
    for path in ("/consent", "/finger", "/is-this-you", "/phone", "/code", "/agree", "/done"):
        assert at(screen.get(path, follow_redirects=True)) == "/number"
        assert at(send(screen, path) if path != "/done" else screen.get(path, follow_redirects=True)) == "/number"
    to_finger(world, screen)
    for path in ("/is-this-you", "/phone", "/code", "/agree", "/done"):
        assert at(screen.get(path, follow_redirects=True)) == "/finger"


def test_every_form_touched_twice_has_one_effect(world: Any, screen: FlaskClient, line: Line) -> None:
    register(world, "layla")
    world.wait(31)
    send(screen, "/begin", language="ar")
    twice = [
        ("/number", {"number": world.cast["layla"]["number"]}, "/consent"),
        ("/consent", {}, "/finger"),
        ("/finger", {"laid": "layla", "tries": "0"}, "/is-this-you"),
        ("/is-this-you", {}, "/phone"),
        ("/phone", {"phone": world.cast["layla"]["phone"]}, "/code"),
    ]
    for path, form, then in twice:
        for _ in range(2):
            assert at(send(screen, path, **form)) == then
    world.deliver()
    code = world.pocket.code(world.cast["layla"]["phone"])
    for _ in range(2):
        assert at(send(screen, "/code", code=code, tries="0")) == "/agree"
    for _ in range(2):
        assert 'data-outcome="activated"' in send(screen, "/agree", mine="yes").text
    assert line.calls == ["open_visit", "send_biometric", "send_phone", "send_code", "attest"]
    assert Account.objects.count() == 1


def test_a_refused_finger_sent_twice_costs_one_try(world: Any, screen: FlaskClient, line: Line) -> None:
    to_finger(world, screen)
    for _ in range(2):
        assert "says bad" in send(screen, "/finger", laid="sami", tries="0").text
    assert line.calls.count("send_biometric") == 1


def test_five_wrong_fingers_then_a_wait(world: Any, screen: FlaskClient) -> None:
    to_finger(world, screen, language="en")
    for count in range(7):
        answer = send(screen, "/finger", laid="sami", tries=str(count))
    assert "Wait" in answer.text
    assert at(answer) == "/finger"


def test_another_persons_finger_another_finger_and_an_empty_glass_open_nothing(world: Any, screen: FlaskClient) -> None:
    to_finger(world, screen)
    for laid in ("sami", "nobody", ""):
        assert at(send(screen, "/finger", laid=laid)) == "/finger"
    assert at(send(screen, "/finger", laid="yusuf", finger="right_index")) == "/finger"


def test_a_rehearsal_that_does_not_say_whose_finger_it_is_costs_no_try(
    world: Any, app: Any, screen: FlaskClient, line: Line
) -> None:
    to_finger(world, screen, language="en")
    app.extensions["fingers"] = None  # asked for over the network, where nobody answers
    app.config["KIOSK"] = replace(app.config["KIOSK"], fingers="http://127.0.0.1:9/fingers")
    assert "no try was counted" in send(screen, "/finger", laid="layla", tries="0").text
    assert "send_biometric" not in line.calls


def test_the_other_hand_is_as_good(world: Any, screen: FlaskClient) -> None:
    to_finger(world, screen, language="en")
    asked = send(screen, "/finger", finger="left_index", tries="0")
    assert "left index" in asked.text
    assert at(send(screen, "/finger", laid="layla", tries="0")) == "/is-this-you"


def test_another_number_forgets_what_was_learnt_under_the_first(world: Any, screen: FlaskClient) -> None:
    to_finger(world, screen)
    send(screen, "/finger", laid="layla")
    send(screen, "/number", number=world.cast["sami"]["number"])
    for path in ("/is-this-you", "/phone", "/agree"):
        answer = screen.get(path, follow_redirects=True)
        assert at(answer) == "/consent"
        assert "الحربي" not in answer.text


@pytest.mark.parametrize(
    ("typed", "sent"), [("175372437", False), ("abcdefghij", False), ("17537243741", False), ("١٧٥٣٧٢٤٣٧٤", True)]
)
def test_a_number_of_another_length_gets_a_sentence_before_consent(screen: FlaskClient, typed: str, sent: bool) -> None:
    send(screen, "/begin", language="en")
    answer = send(screen, "/number", number=typed)
    assert at(answer) == ("/consent" if sent else "/number")
    assert ("ten digits. Check" in answer.text) is not sent


def test_a_mistyped_number_gets_the_portals_sentence(world: Any, screen: FlaskClient) -> None:
    send(screen, "/begin", language="en")
    send(screen, "/number", number="1753724375")
    answer = send(screen, "/consent")
    assert 'role="alert"' in answer.text
    assert 'id="number"' in answer.text
    send(screen, "/number", number=world.cast["layla"]["number"])
    assert at(send(screen, "/consent")) == "/finger"


def test_without_javascript_the_keypad_types(screen: FlaskClient) -> None:
    send(screen, "/begin", language="ar")
    assert 'value="175"' in send(screen, "/number", number="17", key="5").text
    assert 'value="1"' in send(screen, "/number", number="17", key="back").text


def picture_of(text: str) -> dict[str, Any]:
    drawn = io.BytesIO()
    segno.make(text).save(drawn, kind="png", scale=6, border=4)
    drawn.seek(0)
    return {"picture": (drawn, "receipt.png")}


def test_a_receipt_is_scanned_and_is_only_a_shortcut(world: Any, screen: FlaskClient) -> None:
    draft = register(world, "layla")
    world.wait(31)
    send(screen, "/begin", language="ar")
    assert at(screen.post("/scan", data=picture_of(draft.claims.reference), follow_redirects=True)) == "/consent"
    assert at(send(screen, "/consent")) == "/finger"
    assert at(send(screen, "/finger", laid="sami")) == "/finger"
    assert at(send(screen, "/finger", laid="layla")) == "/is-this-you"


@pytest.mark.parametrize("what", ["nothing", "text", "empty picture", "too long"])
def test_what_is_no_receipt_gets_a_sentence(screen: FlaskClient, what: str) -> None:
    send(screen, "/begin", language="en")
    white = io.BytesIO(
        bytes.fromhex(
            "424d3a0000000000000036000000280000000100000001000000010018000000000004000000130b0000130b00000000000000000000ffffff00"
        )
    )
    data = {
        "nothing": {},
        "text": {"picture": (io.BytesIO(b"not a picture"), "x.png")},
        "empty picture": {"picture": (white, "x.bmp")},
        "too long": picture_of("x" * 900),
    }[what]
    answer = screen.post("/scan", data=data, follow_redirects=True)
    assert "could not be read" in answer.text
    assert answer.status_code == 200


def test_a_code_of_somebody_elses_site_is_not_found(screen: FlaskClient) -> None:
    send(screen, "/begin", language="en")
    screen.post("/scan", data=picture_of("https://example.org/win"))
    assert "was not found" in send(screen, "/consent").text


def test_three_wrong_codes_are_counted_aloud_and_the_right_one_still_works(world: Any, screen: FlaskClient) -> None:
    to_code(world, screen)
    right = world.pocket.code(world.cast["layla"]["phone"])
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    left = []
    for count in range(3):
        answer = send(screen, "/code", code=wrong, tries=str(count))
        left.append(re.search(r'<bdi dir="ltr">(\d)</bdi></p>', answer.text)[1])  # type: ignore[index]
    assert left == ["4", "3", "2"]
    assert at(send(screen, "/code", code=right, tries="3")) == "/agree"


def test_a_new_code_ends_the_one_before_and_too_soon_says_when(world: Any, screen: FlaskClient) -> None:
    to_code(world, screen)
    phone = world.cast["layla"]["phone"]
    first = world.pocket.code(phone)
    assert re.search(r"بعد \d+ ثانية", send(screen, "/resend").text)
    world.wait(31)
    assert "says good" in send(screen, "/resend").text
    world.deliver()
    second = world.pocket.code(phone)
    assert first == second or "says bad" in send(screen, "/code", code=first, tries="0").text
    assert at(send(screen, "/code", code=second, tries="1" if first != second else "0")) == "/agree"


def test_another_phone_is_asked_for_when_this_one_serves_somebody_else(world: Any, screen: FlaskClient) -> None:
    to_agree(world, screen, "sami")
    send(screen, "/agree", mine="no", terms="yes")
    screen.get("/")
    to_finger(world, screen, "layla")
    send(screen, "/finger", laid="layla")
    send(screen, "/is-this-you")
    world.wait(31)
    send(screen, "/phone", phone=world.cast["sami"]["phone"])
    world.deliver()
    refused = send(screen, "/code", code=world.pocket.code(world.cast["sami"]["phone"]))
    assert 'id="phone"' in refused.text
    assert 'role="alert"' in refused.text
    assert at(send(screen, "/phone", phone=world.cast["layla"]["phone"])) == "/code"
    world.deliver()
    assert at(send(screen, "/code", code=world.pocket.code(world.cast["layla"]["phone"]))) == "/agree"


@pytest.mark.parametrize("typed", ["12345", "0112345678", "+12025550143"])
def test_a_phone_that_can_receive_nothing_gets_a_sentence(world: Any, screen: FlaskClient, typed: str) -> None:
    to_finger(world, screen)
    send(screen, "/finger", laid="layla")
    send(screen, "/is-this-you")
    answer = send(screen, "/phone", phone=typed)
    assert at(answer) == "/phone"
    assert 'role="alert"' in answer.text


def test_a_visit_of_more_than_five_minutes_is_over(world: Any, screen: FlaskClient) -> None:
    to_finger(world, screen)
    PortalVisit.objects.update(expires_at="2020-01-01T00:00Z")
    answer = send(screen, "/finger", laid="layla")
    assert answer.status_code == 409
    assert "خمس دقائق" in answer.text
    assert "الحربي" not in answer.text


def test_offline_it_says_so_and_activates_nobody(world: Any, screen: FlaskClient, line: Line) -> None:
    to_agree(world, screen)
    line.cut = True
    answer = send(screen, "/agree", mine="no", terms="yes")
    assert answer.status_code == 503
    assert "data-offline" in answer.text
    assert Account.objects.count() == 0
    again = screen.get("/")
    assert "data-offline" in again.text
    assert 'action="/begin"' not in again.text
    line.cut = False
    assert 'action="/begin"' in screen.get("/").text


def test_a_short_break_of_the_line_can_be_tried_again(world: Any, screen: FlaskClient, line: Line) -> None:
    to_finger(world, screen)
    line.cut = True
    answer = send(screen, "/finger", laid="layla")
    assert answer.status_code == 503
    assert 'href="/finger"' in answer.text
    line.cut = False
    assert at(send(screen, "/finger", laid="layla")) == "/is-this-you"


def test_an_answer_that_was_lost_is_asked_for_and_nothing_happens_twice(
    world: Any, screen: FlaskClient, line: Line
) -> None:
    to_agree(world, screen)
    line.lost = True
    answer = send(screen, "/agree", mine="no", terms="yes")
    assert answer.status_code == 503
    assert "لا نعرف هل فُعّل" in answer.text
    line.lost = False
    assert 'data-outcome="activated"' in send(screen, "/agree", mine="no", terms="yes").text
    assert line.calls.count("attest") == 1
    assert Account.objects.count() == 1


def test_a_statement_that_never_arrived_is_made_again(world: Any, screen: FlaskClient, line: Line) -> None:
    to_agree(world, screen)
    with pytest.MonkeyPatch.context() as patch:
        gone = Unavailable("never sent")
        gone.jti = "never-arrived"
        patch.setattr(line.attestor, "attest", lambda *args: (_ for _ in ()).throw(gone))
        assert send(screen, "/agree", mine="no", terms="yes").status_code == 503
    assert 'data-outcome="activated"' in send(screen, "/agree", mine="no", terms="yes").text


def test_who_cannot_is_led_to_the_nearest_counters(world: Any, screen: FlaskClient, line: Line) -> None:
    far = {
        **COUNTER,
        "slug": "far",
        "name": {"ar": "مكتب الساحل", "en": "Coast counter"},
        "latitude": 26.4,
        "longitude": 50.1,
    }
    world.attestor("counters", "counter", places=[far, COUNTER])
    to_finger(world, screen, "yusuf", "en")
    assert at(send(screen, "/finger", laid="yusuf")) == "/finger"
    shown = screen.get("/cannot").text
    assert shown.index("North counter") < shown.index("Coast counter")
    assert "Daily 8:00-15:00" in shown
    assert "Grand Market<" not in shown
    line.cut = True
    assert "North counter" in screen.get("/cannot").text  # as it was heard last


def test_nothing_of_a_person_is_left_when_the_screen_clears(world: Any, app: Any, screen: FlaskClient) -> None:
    register(world, "layla")
    world.wait(31)
    to_agree(world, screen)
    handle = screen.get_cookie("visit").value  # type: ignore[union-attr]
    screen.get("/")
    assert screen.get_cookie("visit") is None
    thief = app.test_client()
    thief.set_cookie("visit", handle)
    for path in ("/agree", "/is-this-you", "/done", "/number", "/cannot"):
        assert at(thief.get(path, follow_redirects=True)) == "/"


def test_a_new_visit_forgets_the_one_before(world: Any, app: Any, screen: FlaskClient) -> None:
    to_finger(world, screen)
    handle = screen.get_cookie("visit").value  # type: ignore[union-attr]
    send(screen, "/begin", language="en")
    assert app.extensions["visits"].of(handle) is None


def test_a_visit_that_nobody_touches_is_forgotten_though_the_browser_hangs() -> None:
    moment = [0.0]
    visits = Visits(now=lambda: moment[0])
    handle = visits.begin("ar")
    moment[0] = LONGEST - 1
    assert visits.of(handle)
    moment[0] = 2 * LONGEST - 2
    assert visits.of(handle)
    moment[0] = 3 * LONGEST
    assert visits.of(handle) is None
    moment[0] = 0.0
    assert visits.of(handle) is None


def test_answers_are_never_stored_and_name_no_third_party(world: Any, screen: FlaskClient) -> None:
    answer = to_finger(world, screen)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r'(src|href)="https?://', answer.text)


def test_what_breaks_inside_shows_nothing_of_it(
    world: Any, app: Any, screen: FlaskClient, line: Line, monkeypatch: Any
) -> None:
    to_finger(world, screen)
    monkeypatch.setattr(line, "attestor", None)
    answer = send(screen, "/finger", laid="layla")
    assert answer.status_code == 500
    assert "NoneType" not in answer.text
    assert "ابدأ من جديد" in answer.text
    assert at(screen.get("/nowhere", follow_redirects=True)) == "/"


def test_a_refusal_of_the_portal_that_nobody_foresaw_is_a_screen(
    world: Any, screen: FlaskClient, line: Line, monkeypatch: Any
) -> None:
    send(screen, "/begin", language="ar")
    send(screen, "/number", number=world.cast["layla"]["number"])
    refused = Problem(403, {"type": "urn:bawaba:problem:not-authorised"})
    monkeypatch.setattr(line.attestor, "open_visit", lambda *args: (_ for _ in ()).throw(refused))
    answer = send(screen, "/consent")
    assert answer.status_code == 409
    assert "not-authorised" in answer.text


def to_account(world: Any, screen: FlaskClient, slug: str = "layla") -> Any:
    """Who has an account, as far as the question what to do with it."""
    send(screen, "/begin/account", said="account-ar")
    send(screen, "/number", number=world.cast[slug]["number"])
    send(screen, "/consent")
    send(screen, "/finger", laid=slug)
    return send(screen, "/is-this-you")


def test_who_has_an_account_pauses_it_and_resumes_it(world: Any, screen: FlaskClient) -> None:
    activated(world, "layla")
    for wish, outcome in (("pause", "paused"), ("resume", "resumed")):
        world.wait(31)
        assert at(to_account(world, screen)) == "/account"
        assert at(send(screen, "/account", wish=wish)) == "/sure"
        assert f'data-outcome="{outcome}"' in send(screen, "/sure", wish=wish).text
        assert at(send(screen, "/sure", wish=wish)) == "/done", "a second touch finds it done"
        assert Account.objects.get().state == {"pause": "paused", "resume": "active"}[wish]


def test_closing_shows_the_seal_of_its_certificate(world: Any, screen: FlaskClient) -> None:
    activated(world, "layla")
    world.wait(31)
    to_account(world, screen)
    send(screen, "/account", wish="close")
    done = send(screen, "/sure", wish="close")
    assert 'data-outcome="closed"' in done.text
    assert "رقم شهادة الإغلاق" in done.text
    assert Account.objects.get().state == "closed"


def test_no_wish_without_the_finger_and_none_that_was_not_asked(world: Any, screen: FlaskClient) -> None:
    activated(world, "layla")
    world.wait(31)
    send(screen, "/begin/account", said="account-ar")
    send(screen, "/number", number=world.cast["layla"]["number"])
    assert at(send(screen, "/account", wish="close")) in ("/consent", "/finger")
    assert at(send(screen, "/sure", wish="close")) in ("/consent", "/finger")
    to_account(world, screen)
    assert at(send(screen, "/account", wish="reinstate")) == "/account"
    send(screen, "/account", wish="pause")
    assert at(send(screen, "/sure", wish="close")) == "/sure", "another wish than the one that was shown"
    assert Account.objects.get().state == "active"


def test_a_wish_whose_answer_was_lost_is_asked_about_and_not_repeated(
    world: Any, screen: FlaskClient, line: Line
) -> None:
    activated(world, "layla")
    world.wait(31)
    to_account(world, screen)
    send(screen, "/account", wish="pause")
    line.lost = True
    assert send(screen, "/sure", wish="pause").status_code == 503
    line.lost = False
    assert 'data-outcome="paused"' in send(screen, "/sure", wish="pause").text
    assert line.calls.count("attest") == 1
