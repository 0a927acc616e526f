"""Finding: every e-service by everyday words of both languages, in any spelling; every public page by search engines."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import URLPattern

from bawaba.cases.catalogue import search, services
from bawaba.config.urls import urlpatterns
from bawaba.registers.commands import forget_facts
from bawaba.web.content import guides, news
from catalogue import Asker
from people import logged_in

SAID = {
    "correct-record": ("خطا في اسمي", "my name is misspelled"),
    "family-record": ("دفتر العائلة", "family card"),
    "identify-family-member": ("اثبات قرابه", "letter for a relative"),
    "national-address": ("عنوان السكن", "change my address"),
    "personal-record": ("ابي برنت", "print my data"),
    "register-newborn": ("شهاده ميلاد", "new baby"),
    "renew-national-id": ("تجديد بطاقتي", "renew my id card"),
    "replace-national-id": ("فقدت بطاقتي", "lost my card"),
    "delegation": ("وكاله", "power of attorney"),
    "general-request": ("شكوى", "i want to complain"),
    "document-delivery": ("توصيل وثيقتي", "courier"),
    "appointments": ("حجز موعد", "book an appointment"),
    "my-documents": ("وثايقي", "my documents"),
    "verify-document": ("التحقق من وثيقه", "verify a document"),
    "border-number": ("رقم الحدود", "border number"),
    "exit-reentry-visa": ("تاشيره خروج", "leave the country"),
    "extend-exit-reentry": ("تمديد الخروج والعودة", "extend my re-entry"),
    "extend-visit-visa": ("تمديد زياره", "extend visitor"),
    "final-exit": ("خروج نهايي", "leave for good"),
    "issue-iqama": ("إقامه جديده", "first residence permit"),
    "passport-of-minor": ("جواز ابني", "passport for my kid"),
    "renew-iqama": ("تجديد اقامتي", "renew residence"),
    "renew-passport": ("أريد تجديد جوازي", "how do i renew my passport"),
    "report-absent-visitor": ("تغيب زاير", "absconding"),
    "travel-permit": ("اذن سفر", "travel permission for a minor"),
    "travel-record": ("سجل السفر", "travel log"),
    "update-passport": ("نقل معلومات جواز", "new passport"),
    "book-prison-visit": ("زيارة سجن", "visit an inmate"),
    "criminal-record-certificate": ("حسن سيرة وسلوك", "police clearance"),
    "event-permit": ("تصريح حفله", "party permit"),
    "renew-firearm-licence": ("رخصة مسدس", "gun licence"),
    "report-lost-item": ("ضاع جوالي", "i lost something"),
    "authorise-driver": ("تفويض سايق", "lend my car"),
    "check-insurance": ("تأمين سيارتي", "car insurance"),
    "violations": ("مخالفات السرعة", "speeding tickets"),
    "object-to-violation": ("اعتراض على مخالفه", "appeal a fine"),
    "pay-violations": ("تسديد الغرامات", "pay fines"),
    "renew-driving-licence": ("رخصة السياقة", "driver's license"),
    "renew-vehicle-registration": ("استماره السياره", "car registration"),
    "repair-permit": ("حادث سيارة", "car accident"),
    "replace-plates": ("لوحة ضائعة", "lost number plate"),
    "scrap-vehicle": ("تشليح سيارتي", "scrap my car"),
    "sell-vehicle": ("بيع سيارتي", "sell my car"),
}


def test_everyday_words_are_known_for_every_service() -> None:
    assert set(SAID) == set(services())


@pytest.mark.parametrize("slug", SAID)
@pytest.mark.parametrize("language", [0, 1])
def test_everyday_words_find_it_among_the_first(slug: str, language: int) -> None:
    found = [one.slug for one in search(SAID[slug][language])]
    assert slug in found[:5], found


@pytest.mark.parametrize("slug", services())
def test_its_title_finds_it_in_any_spelling(slug: str) -> None:
    title = services()[slug].title
    spelled = title.ar.replace("أ", "ا").replace("إ", "ا").replace("ة", "ه").replace("ى", "ي")
    for text in (
        title.ar,
        title.en,
        title.en.upper(),
        spelled,
        title.ar.replace("ا", "اَ"),
        title.ar.replace("ل", "لـ"),
    ):
        assert slug in [one.slug for one in search(text)][:3], text


def test_what_only_happens_to_contain_a_word_comes_after_what_is_called_so() -> None:
    titles = [one.title.en for one in search("passport")]
    assert all("passport" in title.casefold() for title in titles[:3])


@pytest.mark.parametrize("text", ["", "   ", "و", "the", "؟!", "%", "\0", "ا" * 80])
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    assert Client().get("/services/", {"q": text}).status_code == 200


NOT_FOR_SEARCH = {"livez", "readyz", "robots.txt", "sitemap.xml", "logout", "login/code", "login/sms"}
NOT_FOR_SEARCH |= {
    "login/resend",
    "preferences",
    "callbacks/payment",
    "not-you/<str:token>",
    "calendar/<str:token>.ics",
}
NOT_FOR_SEARCH |= {"design/", "design/<slug:name>"}
# what programs read, and the pages that a phone keeps for when there is no network
NOT_FOR_SEARCH |= {".well-known/bawaba/seal-keys.json", "verify/revoked.json", "worker.js"}
NOT_FOR_SEARCH |= {"verify/<slug:language>.webmanifest", "verify/offline/<slug:language>", "offline/<slug:language>"}
NOT_FOR_SEARCH |= {".well-known/openid-configuration", "oidc/jwks", "oidc/par", "oidc/token", "oidc/userinfo"}
NOT_FOR_SEARCH |= {"oidc/revoke"}
NOT_FOR_SEARCH |= {"oidc/authorize", "oidc/continue", "oidc/logout", "oidc/logout/now"}  # where an agency sends people
NOT_FOR_SEARCH |= {"documents/wallet/kept"}  # a device asks it about its wallet
NOT_FOR_SEARCH |= {"email/<str:token>", "login/passkey"}  # a link that somebody was sent, and what a button sends
# the steps after the page on which a recovery begins, links that somebody was sent, and the last page of a closed account
NOT_FOR_SEARCH |= {f"recover/{one}" for one in ("steps", "sheet", "app", "phone", "phone/code", "finish", "stop")}
NOT_FOR_SEARCH |= {"recover/stop/<str:token>", "recover/back/<str:token>", "recover/back/<str:token>/code"}
NOT_FOR_SEARCH |= {"closed", "closed.pdf"}
NOT_FOR_SEARCH |= {"terms/<slug:version>"}  # the one in force is listed
BY_NAME = {"services/<slug:slug>", "help/<slug:name>", "news/<slug:name>", "places/banks/<slug:slug>"}


def listed() -> list[str]:
    answer = Client().get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    root = ET.fromstring(answer.content)
    found = [one.text or "" for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert all(one.startswith("http://testserver/") for one in found)
    return [one.removeprefix("http://testserver") for one in found]


@pytest.mark.django_db
def test_every_address_of_the_sitemap_answers_and_none_stands_twice() -> None:
    found = listed()
    assert len(found) == len(set(found))
    assert not [path for path in found if Client().get(path).status_code != 200]


def test_the_sitemap_lists_every_service_guide_and_piece_of_news() -> None:
    found = set(listed())
    assert {f"/services/{slug}" for slug in services()} <= found
    assert {f"/help/{one.name}" for one in guides("ar")} <= found
    assert {f"/news/{one.name}" for one in news("ar")} <= found


def test_the_sitemap_lists_every_public_page_or_the_page_is_named_here() -> None:
    routes = [(str(one.pattern), one.callback) for one in urlpatterns if isinstance(one, URLPattern)]
    public = {route for route, view in routes if not _needs_account(view)} - NOT_FOR_SEARCH - BY_NAME
    public = {route for route in public if not route.startswith("register/") or route == "register/"}
    assert {f"/{route}" for route in public} <= set(listed())


def _needs_account(view: Any) -> bool:
    while view is not None:
        if getattr(view, "needs_account", False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_robots_are_shown_the_sitemap() -> None:
    answer = Client().get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in answer.content.decode()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", ["/contact", "/privacy", "/terms", "/help/stay-safe"])
def test_contact_terms_privacy_and_the_warning_stand_in_both_languages(path: str, language: str) -> None:
    client = Client()
    client.cookies["reading"] = f"language={language}"
    page = client.get(path).content.decode()
    assert f'<html lang="{language}"' in page
    body = re.sub("<[^>]+>", "", page.partition("<article")[2].partition("</article>")[0])
    assert len(body) > 300
    assert bool(re.search("[\u0621-\u064a]{3}", body)) == (language == "ar")
    for one in ("/contact", "/privacy", "/terms"):
        assert f'href="{one}"' in page, "from the footer of every page"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_public_page_carries_the_phishing_warning(language: str) -> None:
    client = Client()
    client.cookies["reading"] = f"language={language}"
    says = "لن يطلب منك أي موظف رمز التحقق" if language == "ar" else "No officer will ever ask for your code"
    assert all(
        says in client.get(path).content.decode() for path in ("/", "/services/", "/login", "/services/violations")
    )


@pytest.mark.django_db
def test_what_can_i_do_now_leads_from_a_document_that_ends_to_its_renewal(world: Any) -> None:
    asker = Asker(world, "citizen")
    client = logged_in(world, asker.slug)
    for spoil, led in (("card runs on", False), ("card ended", True)):
        asker.spoil(spoil)
        forget_facts(person_key=asker.key)
        assert ('href="/services/renew-national-id"' in client.get("/home").content.decode()) == led
