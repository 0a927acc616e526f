"""My data: what the register says of me and as of when, what this account holds, and how to have it corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bawaba.core.countries import countries
from bawaba.core.reader import Reader
from bawaba.core.text import T
from bawaba.identity.accounts.profile import profile
from bawaba.identity.populations import population
from bawaba.registers.ports import Known, Person, UnknownPerson
from bawaba.registers.queries import known_facts
from bawaba.registers.topics import Address
from bawaba.web.portal.access import for_account
from bawaba.web.portal.forms import Form
from bawaba.web.portal.mine import NAMES
from bawaba.web.portal.pages import render

NUMBERS = {
    "national_id": T("رقم الهوية", en="ID number"),
    "iqama": T("رقم الإقامة", en="Iqama number"),
    "border_number": T("رقم الحدود", en="Border number"),
    "gcc_id": T("رقم هوية مجلس التعاون", en="GCC ID number"),
}
NUMBER = T("رقم الهوية", en="ID number")
PARTS = {
    "first": T("الاسم الأول", en="First name"),
    "father": T("اسم الأب", en="Father's name"),
    "grandfather": T("اسم الجد", en="Grandfather's name"),
    "family": T("اسم العائلة", en="Family name"),
}
SEXES = {"male": T("ذكر", en="Male"), "female": T("أنثى", en="Female")}
ASSURANCE = {
    1: T("1 من 3: سُجّلت بياناتك", en="1 of 3: your data are registered"),
    2: T("2 من 3: تحقق منك بنك أو جهاز", en="2 of 3: a bank or a kiosk has verified you"),
    3: T("3 من 3: تحقق منك موظف وأنت حاضر", en="3 of 3: an officer has verified you in person"),
}
CORRECT_NAME = "/services/correct-record/apply?part={part}"
ASK_AGENCY = "/services/general-request/apply?agency={agency}"
KEEPERS = {"national_id": "civil_affairs", "driving_licence": "traffic"}  # else passports
NEW_ADDRESS = "/services/national-address"


@dataclass(frozen=True)
class Entry:
    """One field of the register, and where its correction is asked for. ``hidden``: shown once it is asked for."""

    name: str
    label: T
    value: str
    correct: str
    ltr: bool = False
    hidden: bool = False


@require_safe
@for_account
def mine(request: Any) -> HttpResponse:
    """What the register says now; what it said before only as that; nothing where it never answered."""
    return page(request, Form())


def page(request: Any, form: Form, status: int = 200) -> HttpResponse:
    """With what is wrong, where a copy was asked for once too often."""
    heard = _heard(request)
    known, lives = heard.get("person"), heard.get("address")
    context = {
        "form": form,
        "known": known,
        "rows": entries(known.value, request.reader) if known else [],
        "lives": lives,
        "address": address_line(lives.value, request.reader) if lives and lives.value else "",
        "new_address": NEW_ADDRESS,
        "who": profile(request.header.account),
        "assurance": ASSURANCE,
    }
    return render(request, "portal/my_data.html", context, status)


def said_by_register(request: Any) -> tuple[Known[Person] | None, list[Entry]]:
    """For a copy: every field, the address among them; None when the register has never answered."""
    heard = _heard(request)
    known, lives = heard.get("person"), heard.get("address")
    if known is None:
        return None, []
    rows = entries(known.value, request.reader)
    if lives and lives.value:
        line = address_line(lives.value, request.reader)
        rows.append(Entry("address", T("العنوان الوطني", en="National address"), line, NEW_ADDRESS))
    return known, rows


def _heard(request: Any) -> Mapping[str, Known[Any]]:
    try:
        return known_facts(request.header.person_key, ("person", "address"))
    except UnknownPerson:
        return {}


def entries(person: Person, reader: Reader) -> list[Entry]:
    """Of the person alone: nothing of the household."""
    civil = ASK_AGENCY.format(agency="civil_affairs")
    where = countries().get(person.nationality, T(person.nationality, en=person.nationality))
    sex = SEXES.get(person.sex, T(person.sex, en=person.sex))
    found = _names(person)
    found.append(
        Entry(
            "identifier", NUMBERS.get(person.identifier_kind, NUMBER), person.identifier, civil, ltr=True, hidden=True
        )
    )
    found.append(Entry("birth_date", T("تاريخ الميلاد", en="Date of birth"), reader.date(person.birth_date), civil))
    found.append(Entry("sex", T("الجنس", en="Sex"), reader.text(sex), civil))
    found.append(Entry("nationality", T("الجنسية", en="Nationality"), reader.text(where), civil))
    found.append(Entry("population", T("الفئة", en="Group"), reader.text(population(person.population).title), civil))
    return [*found, *_documents(person, reader)]


def address_line(found: Address, reader: Reader) -> str:
    """On one line, as it is written on a letter."""
    words = (found.building, reader.text(found.street), reader.text(found.district), reader.text(found.city))
    return ("، " if reader.language == "ar" else ", ").join((*words, found.post_code))


def _names(person: Person) -> list[Entry]:
    found = []
    for part, label in PARTS.items():
        written = [one for one in (getattr(person.names.ar, part), getattr(person.names.en, part)) if one]
        if written:
            found.append(Entry(f"name_{part}", label, " / ".join(written), CORRECT_NAME.format(part=part)))
    return found


def _documents(person: Person, reader: Reader) -> list[Entry]:
    return [
        Entry(
            f"{one.type}_expires",
            T(f"انتهاء {NAMES[one.type].ar}", en=f"{NAMES[one.type].en}, valid until"),
            reader.date(one.expires),
            ASK_AGENCY.format(agency=KEEPERS.get(one.type, "passports")),
        )
        for one in person.documents
        if one.type in NAMES
    ]
