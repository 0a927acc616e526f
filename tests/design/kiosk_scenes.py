"""Every screen of the kiosk, reached by touches on a line to a portal that answers what the scene needs."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from bawaba_attestor import Outcome, Problem, Unavailable
from bawaba_kiosk.app import create_app
from bawaba_kiosk.config import Config
from bawaba_kiosk.device import NOWHERE, Device
from bawaba_kiosk.readers import Capture
from worlds import KIOSK

Scene = Callable[["Kiosk"], Any]  # the last answer
HERE = KIOSK["places"][0]
NAMES = {"ar": "ليلى محمد سعيد الحربي", "en": "Layla Mohammed Saeed Al-Harbi"}
HOURS = {"ar": "كل يوم 8:00-15:00", "en": "Daily 8:00-15:00"}
CITY = {"ar": "العاصمة", "en": "Capital"}
WAITING = {"made_at": "2026-11-26T09:30:00+03:00", "user_name": "layla.h"}
WHY = {
    "ar": "بصمتك غير مسجلة. سجّلها في مكتب خدمة ثم عد.",
    "en": "Your fingerprint is not on record. Record it at a service counter, then come back.",
}
NUMBER, PHONE, CODE = "1000000008", "+966500000001", "123456"


def place(slug: str, channel: str, ar: str, en: str, latitude: float) -> dict[str, Any]:
    """Somewhere else to go."""
    found = {"slug": slug, "by": slug, "channel": channel, "name": {"ar": ar, "en": en}, "city": CITY, "hours": HOURS}
    return found | {"latitude": latitude, "longitude": 46.7}


PLACES = [
    place("harbour", "kiosk", "جهاز الميناء", "Harbour kiosk", 24.75),
    place("gate", "kiosk", "جهاز البوابة الشرقية", "East Gate kiosk", 24.9),
    place("north", "counter", "مكتب الشمال", "North counter", 24.8),
    place("south", "counter", "مكتب الجنوب", "South counter", 24.5),
]


class Portal:
    """``says`` replaces an answer by its call's name; an exception is raised."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            answer = self.says[name] if name in self.says else USUAL[name]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


USUAL: Mapping[str, Any] = {
    "heartbeat": {"state": "open", "reasons": []},
    "places": PLACES,
    "open_visit": {"visit": "v", "challenge": "c"},
    "send_biometric": {
        "match": True,
        "names": NAMES,
        "birth_year": 1990,
        "identifier": {"kind": "national_id", "number": NUMBER},
    },
    "send_phone": {"phone": PHONE, "resend_after_seconds": 30},
    "send_code": {"proven": True, "tries_left": 4, "enrolment": WAITING, "recycled_phone": False, "terms_version": "v"},
    "attest": Outcome("activated", "j", {"outcome": "activated", "user_name": "layla.h", "first_login": False}),
}


class Compiled(BytecodeCache):
    """A kiosk is made for every scene: its templates are compiled once a process."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._known.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Kiosk:
    """A kiosk of this process, somebody in front of it, and the portal at the other end."""

    def __init__(self, folder: Path, language: str) -> None:
        config = Config(portal="https://bawaba.example", key_file=folder / "key.json", reader="image_folder")
        device = Device(config)
        device.keep_place({**NOWHERE, **HERE})
        self.portal, self.language = Portal(), language
        app = create_app(config, attestor=self.portal, device=device, reader=Glass())
        app.jinja_env.bytecode_cache = COMPILED
        self.client: FlaskClient = app.test_client()

    def touch(self, path: str, **form: str) -> Any:
        """A form, and where it leads."""
        return self.client.post(path, data=form, follow_redirects=True)

    def up_to(self, screen: str) -> Any:
        """So far, step by step."""
        shown = self.touch("/begin", language=self.language)
        steps = [("/number", {"number": NUMBER}), ("/consent", {}), ("/finger", {"laid": "x"}), ("/is-this-you", {})]
        steps += [("/phone", {"phone": PHONE}), ("/code", {"code": CODE})]
        for path, form in steps:
            if shown.request.path == screen:
                return shown
            shown = self.touch(path, **form)
        return shown

    def at_account(self, wish: str) -> Any:
        """Who has an account: up to what they want with it, or one touch further."""
        self.touch("/begin/account", said=f"account-{self.language}")
        for path, form in [("/number", {"number": NUMBER}), ("/consent", {}), ("/finger", {"laid": "x"})]:
            self.touch(path, **form)
        shown = self.touch("/is-this-you")
        return self.touch("/account", wish=wish) if wish else shown


class Glass:
    """A reader with somebody's finger on it."""

    rehearses = False

    def capture(self, finger: str, laid: str) -> Capture:
        """Read well."""
        return Capture("simulated", "AA==", "glass-1")


def refused(slug: str, retry_after: int = 0, **more: Any) -> Problem:
    """The portal said no."""
    return Problem(409, {"type": f"urn:bawaba:problem:{slug}", **more}, retry_after)


def lost() -> Unavailable:
    """It was sent, and nobody answered."""
    found = Unavailable("lost")
    found.jti = "j"
    return found


def _welcome(kiosk: Kiosk) -> Any:
    return kiosk.client.get("/")


def _closed(state: str) -> Scene:
    def shown(kiosk: Kiosk) -> Any:
        kiosk.portal.says["heartbeat"] = {"state": "quarantined", "reasons": ["tampered", "inspection"]}
        if state == "unknown":
            kiosk.portal.says["heartbeat"] = refused("not-authorised")
        return kiosk.client.get("/")

    return shown


def _offline(kiosk: Kiosk) -> Any:
    kiosk.portal.says["heartbeat"] = Unavailable("cut")
    return kiosk.client.get("/")


def _shut_on_the_way(kiosk: Kiosk) -> Any:
    kiosk.portal.says |= {"open_visit": refused("kiosk-quarantined")}
    kiosk.up_to("/consent")
    kiosk.portal.says["heartbeat"] = {"state": "quarantined", "reasons": ["tampered"]}
    return kiosk.touch("/consent")


def _at(screen: str, **says: Any) -> Scene:
    def shown(kiosk: Kiosk) -> Any:
        kiosk.portal.says |= says
        return kiosk.up_to(screen)

    return shown


def _then(screen: str, path: str, form: Mapping[str, str], **says: Any) -> Scene:
    """Up to a screen, where the portal says something else from then on."""

    def shown(kiosk: Kiosk) -> Any:
        kiosk.up_to(screen)
        kiosk.portal.says |= says
        return kiosk.touch(path, **form)

    return shown


def _wishes(wish: str, *, outcome: str = "", **body: Any) -> Scene:
    """As far as the last question, or with its outcome."""

    def shown(kiosk: Kiosk) -> Any:
        kiosk.portal.says["attest"] = Outcome(outcome, "j", {"outcome": outcome, **body})
        asked = kiosk.at_account(wish)
        return kiosk.touch("/sure", wish=wish) if outcome else asked

    return shown


def _unsettled(wish: str) -> Scene:
    """It was sent, and nobody knows what came of it."""

    def shown(kiosk: Kiosk) -> Any:
        kiosk.portal.says["attest"] = lost()
        kiosk.at_account(wish)
        return kiosk.touch("/sure", wish=wish)

    return shown


def _at_wishes(path: str, **says: Any) -> Scene:
    """Who has an account, where the portal says something else; a form, or a page without one."""

    def shown(kiosk: Kiosk) -> Any:
        kiosk.touch("/begin/account", said=f"account-{kiosk.language}")
        kiosk.touch("/number", number=NUMBER)
        kiosk.touch("/consent")
        kiosk.portal.says |= says
        return kiosk.touch(path, **LAID) if says else kiosk.client.get(path)

    return shown


def _cannot(kiosk: Kiosk) -> Any:
    kiosk.up_to("/finger")
    return kiosk.client.get("/cannot")


def _over_without_a_visit(kiosk: Kiosk) -> Any:
    kiosk.portal.says["heartbeat"] = RuntimeError("on purpose")
    return kiosk.client.get("/")


NO_MATCH = {"match": False, "wait_seconds": 0}
NOT_READY = Outcome("not_activated", "j", {"outcome": "not_activated", "says": WHY, "reason": "no_biometrics"})
FIRST = Outcome("activated", "j", {"outcome": "activated", "user_name": "layla.h", "first_login": True})
NOBODYS = {"proven": True, "tries_left": 4, "enrolment": None, "recycled_phone": True, "terms_version": "v"}
LAID = {"laid": "x"}
SCENES: Mapping[str, Scene] = {
    "welcome": _welcome,
    "welcome-offline": _offline,
    "closed-quarantined": _closed("quarantined"),
    "closed-not-accepted": _closed("unknown"),
    "closed-on-the-way": _shut_on_the_way,
    "number": _at("/number"),
    "number-short": _then("/number", "/number", {"number": "12345"}),
    "number-unread": _then("/number", "/scan", {}),
    "consent": _at("/consent"),
    "finger": _at("/finger"),
    "finger-no-match": _then("/finger", "/finger", LAID, send_biometric=NO_MATCH),
    "finger-wait": _then("/finger", "/finger", LAID, send_biometric={"match": False, "wait_seconds": 30}),
    "is-this-you": _at("/is-this-you"),
    "phone": _at("/phone"),
    "phone-in-use": _then("/phone", "/phone", {"phone": PHONE}, send_phone=refused("phone-in-use")),
    "phone-too-often": _then("/phone", "/phone", {"phone": PHONE}, send_phone=refused("too-many-codes", 45)),
    "code": _at("/code"),
    "code-wrong": _then("/code", "/code", {"code": "000000"}, send_code={"proven": False, "tries_left": 3}),
    "code-again": _then("/code", "/resend", {}),
    "code-too-soon": _then("/code", "/resend", {}, send_phone=refused("too-many-codes", 25)),
    "agree-mine": _at("/agree"),
    "agree-terms": _at("/agree", send_code=NOBODYS),
    "done": _then("/agree", "/agree", {"mine": "yes"}),
    "done-first-log-in": _then("/agree", "/agree", {"mine": "no", "terms": "yes"}, attest=FIRST),
    "done-not-activated": _then("/agree", "/agree", {"mine": "yes"}, attest=NOT_READY),
    "account": _wishes(""),
    "sure-pause": _wishes("pause"),
    "sure-resume": _wishes("resume"),
    "sure-close": _wishes("close"),
    "settled-paused": _wishes("pause", outcome="paused"),
    "settled-resumed": _wishes("resume", outcome="resumed"),
    "settled-closed": _wishes("close", outcome="closed", reference="A1B2C3D4E5F6", seal="BWB1." + "x" * 420),
    "settled-not": _wishes("close", outcome="not_done", says=WHY, reason="counter_needed"),
    "offline-wish-pause": _unsettled("pause"),
    "offline-wish-resume": _unsettled("resume"),
    "offline-wish-close": _unsettled("close"),
    "offline-account": _at_wishes("/finger", send_biometric=Unavailable("cut")),
    "over-account": _at_wishes("/finger", send_biometric=refused("visit-gone")),
    "cannot-account": _at_wishes("/cannot"),
    "cannot": _cannot,
    "offline": _then("/finger", "/finger", LAID, send_biometric=Unavailable("cut")),
    "offline-unanswered": _then("/agree", "/agree", {"mine": "yes"}, attest=lost()),
    "over": _then("/finger", "/finger", LAID, send_biometric=refused("visit-gone")),
    "over-unexplained": _then("/finger", "/finger", LAID, send_biometric=refused("attestation-stale")),
    "over-by-itself": _over_without_a_visit,
}
