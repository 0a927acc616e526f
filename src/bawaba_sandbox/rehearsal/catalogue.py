"""Every e-service, played once through its pages by somebody new of the right kind; with the officer's code, also what Noor decides."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from bawaba_sandbox.rehearsal.people import Addresses
from bawaba_sandbox.rehearsal.stories.between import delegate, sell_vehicle
from bawaba_sandbox.rehearsal.stories.booking import book_move_cancel
from bawaba_sandbox.rehearsal.stories.deciding import approve
from bawaba_sandbox.rehearsal.stories.paying import pay, wait_for_receipt
from bawaba_sandbox.rehearsal.stories.receiving import be_received
from bawaba_sandbox.rehearsal.stories.sending import follow_parcel, wait_until
from bawaba_sandbox.rehearsal.stories.telling import Story, active, require

PDF = b"%PDF-1.7\nfor a rehearsal\n%%EOF"
CHOICE = re.compile(r'<input type="(?:radio|checkbox)" name="(?P<name>\w+)" value="(?P<value>[^"]+)"')
FILE = re.compile(r'<input id="(\w+)" name="\w+" type="file"')


@dataclass(frozen=True)
class Scene:
    """Who applies, equipped with what, and what they type; choices that are not named are the first offered."""

    population: str
    equipped: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    driver: bool = False
    received: tuple[str, str] | None = None  # at an office of this agency in this region, before applying
    parcel: bool = False  # ends with a parcel at the door instead of a document
    ends: str = "document"  # or what its page says at the end


def _on(name: str, days: int) -> dict[str, str]:
    day = date.today() + timedelta(days=days)
    return {f"{name}_year": str(day.year), f"{name}_month": str(day.month), f"{name}_day": str(day.day)}


CAR = ("car", "clean")
SCENES: dict[str, Scene] = {
    "renew-national-id": Scene("citizen"),
    "replace-national-id": Scene("citizen", typed={"reason": "damaged"}),
    "register-newborn": Scene("citizen", ("birth",), {"name_ar": "سارة", "name_en": "Sara"}),
    "family-record": Scene("citizen", ("child",)),
    "identify-family-member": Scene("resident", ("child",), {"addressee": "مدرسة الواحة"}),
    "personal-record": Scene("gcc_citizen"),
    "national-address": Scene("resident", typed={"short": "RAHA1234", "building": "12", "street": "شارع النخيل", "district": "الروضة", "city": "العاصمة", "post_code": "12345"}),
    "renew-iqama": Scene("resident", ("clean",), {"months": "12"}),
    "issue-iqama": Scene("resident", ("child", "without_permit"), {"months": "12"}),
    "exit-reentry-visa": Scene("resident", ("clean",), {"kind": "single", "months": "2"}),
    "extend-exit-reentry": Scene("resident", ("abroad",), {"months": "2"}),
    "final-exit": Scene("resident", ("clean",)),
    "extend-visit-visa": Scene("citizen", ("guest",), {"days": "30"}),
    "renew-passport": Scene("citizen", ("clean",), {"years": "5"}),
    "passport-of-minor": Scene("citizen", ("child",), {"years": "5"}),
    "travel-permit": Scene("citizen", ("child",), _on("until", 60)),
    "update-passport": Scene("resident", typed={"number": "A1234567", **_on("expires", 2000)}),
    "report-absent-visitor": Scene("citizen", ("absent_guest",)),
    "border-number": Scene("visitor"),
    "travel-record": Scene("visitor"),
    "pay-violations": Scene("visitor"),
    "renew-driving-licence": Scene("citizen", ("driver", "clean"), {"years": "5"}),
    "renew-vehicle-registration": Scene("citizen", CAR, {"years": "1"}),
    "authorise-driver": Scene("citizen", CAR, {"where": "inside", **_on("until", 30)}, driver=True),
    "repair-permit": Scene("citizen", CAR, {"damage": "الباب"}),
    "replace-plates": Scene("citizen", CAR, {"reason": "lost"}),
    "scrap-vehicle": Scene("citizen", CAR),
    "check-insurance": Scene("citizen", CAR),
    "criminal-record-certificate": Scene("visitor"),
    "report-lost-item": Scene("visitor", typed={"what": "phone", "about": "هاتف أسود", "where": "السوق", **_on("when", -1)}),
    "document-delivery": Scene("citizen", parcel=True),
    "book-prison-visit": Scene("citizen", ("relative_inside",), {"hour": "morning", "way": "video", **_on("day", 7)}),
}  # fmt: skip


DECIDED: dict[str, Scene] = {
    "renew-firearm-licence": Scene("citizen", ("weapon",), received=("public_security", "capital")),
    "event-permit": Scene("citizen", typed={"name": "سوق", "place": "حديقة", "guests": "300", "plan": "حراس", **_on("day", 30)}),
    "object-to-violation": Scene("citizen", typed={"why": "لم أكن هناك"}, ends="نُفّذ"),
    "general-request": Scene("visitor", typed={"agency": "passports", "subject": "سؤال", "request": "متى؟"}, ends="نُفّذ"),
    "correct-record": Scene("citizen", typed={"part": "family", "ar": "العتيبي", "en": "Al-Otaibi"}),
}  # fmt: skip
AT_AN_OFFICER = re.compile("طلبك لدى موظف")
PAGES = {"violations": "/services/violations/list", "my-documents": "/documents/", "verify-document": "/verify"}


def play_scene(slug: str, scene: Scene, at: Addresses, *, decided: bool = False) -> None:
    """From the service's page to its document; what an officer decides is approved by Noor."""
    person = active(at, scene.population, scene.equipped)
    page = person.browser
    if scene.received:
        be_received(at, person, *scene.received)
    page.open(f"/services/{slug}")
    page.open(f"/services/{slug}/apply")
    if 'name="for"' in page.page.text:
        chosen = re.findall(r'name="for" value="([^"]+)"', page.page.text)
        page.send(page.path, {"for": chosen[-1] if "child" in scene.equipped else "self"})
    first = {one["name"]: one["value"] for one in reversed(list(CHOICE.finditer(page.page.text)))}
    typed = {**first, **scene.typed}
    if scene.driver:
        typed["driver"] = active(at, "citizen", ("driver",)).number
    files = dict.fromkeys(FILE.findall(page.page.text), ("page.pdf", PDF, "application/pdf"))
    page.send(page.path, typed, files=files or None)
    require(page.path.endswith("/review"), f"the form was not taken: {page.path}")
    page.confirm()
    if page.path.startswith("/bills/"):
        pay(person, page.path)
    require(page.path.startswith("/applications/"), f"not submitted: {page.path}")
    if decided:
        wait_until(page, AT_AN_OFFICER)  # what was paid is booked by the worker, and only then is it in the queue
        approve(at, page.path)
    if scene.parcel:
        follow_parcel(at, person)
        return
    if scene.ends != "document":
        wait_until(page, re.compile(scene.ends))
        return
    document = wait_for_receipt(page)
    require(page.open(document) and page.page.content.startswith(b"%PDF"), "the document is no PDF")


def look_at(page: str, at: Addresses) -> None:
    """A service that is a page of its own: it opens, and leads nowhere else."""
    person = active(at, "visitor")
    person.browser.open(page)
    person.browser.must_be_at(page)


CATALOGUE: dict[str, Story] = {slug: partial(play_scene, slug, scene) for slug, scene in SCENES.items()}
CATALOGUE |= {slug: partial(look_at, page) for slug, page in PAGES.items()}
CATALOGUE |= {"appointments": book_move_cancel, "sell-vehicle": sell_vehicle, "delegation": delegate}
AT_DESK: dict[str, Story] = {slug: partial(play_scene, slug, scene, decided=True) for slug, scene in DECIDED.items()}
