"""What the registration's pages take: cleaned values to keep, problems to show."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from bawaba.core import clock
from bawaba.core.countries import countries
from bawaba.core.identifiers import InvalidIdentifier, Policy, parse
from bawaba.core.phones import InvalidPhone, parse_mobile
from bawaba.core.text import T
from bawaba.identity.populations import Population
from bawaba.web.portal.forms import Form
from bawaba.web.portal.missing import missing
from bawaba.web.portal.passwords import DIFFERENT, PERSONAL, problem_of_password, problem_of_user_name

NAME_PARTS = ("first", "father", "grandfather", "family")
BAD_EMAIL = T(
    "البريد غير صحيح. مثال: name@example.com", en="This e-mail address is not valid. Example: name@example.com"
)
NOT_OF_GROUP = T("اختر إحدى دول مجلس التعاون الأخرى.", en="Choose one of the other Gulf states.")
ACCEPT = T("اقرأ الشروط ووافق عليها للمتابعة.", en="Read and accept the terms to go on.")
LETTERS = {"ar": re.compile("[\u0621-\u064a]"), "en": re.compile("[A-Za-z\u00c0-\u024f]")}
NOT_A_NAME = {
    "ar": T("اكتب الاسم بحروف عربية.", en="Type this name in Arabic letters."),
    "en": T("اكتب الاسم بحروف لاتينية.", en="Type this name in Latin letters."),
}
HOME_IDS = {
    "AE": "emirates_id",
    "KW": "kuwait_civil_id",
    "BH": "bahrain_cpr",
    "QA": "qatar_id",
    "OM": "oman_civil_number",
}

Typed = dict[str, str]


def clean_identity(form: Form, group: Population) -> Typed:
    """Number, date of birth, names in the scripts that the group needs, nationality, passport, visa."""
    typed: Typed = {"identifier_kind": group.identifier_kind}
    _number(form, typed, "identifier", group.identifier_kind, needed=True)
    born, hijri = form.date("birth", clock.today())
    if born is not None:
        typed |= {"birth_date": born.isoformat(), "birth_date_hijri": hijri}
    for script in ("ar", "en"):
        for part in NAME_PARTS:
            needed = script == group.names and part in ("first", "family")
            typed[f"{part}_{script}"] = _name(form, f"{part}_{script}", script, needed=needed)
    typed["nationality"] = _nationality(form, group)
    country = form.text("country", needed=False, most=2)
    typed["country"] = country if country in countries() else ""
    if "passport" in group.fields or "passport_required" in group.fields:
        _number(form, typed, "passport", "passport", needed="passport_required" in group.fields)
    if "visa" in group.fields:
        _number(form, typed, "visa", "visa", needed=False)
    if "home_id" in group.fields and typed["nationality"] in HOME_IDS:
        _number(form, typed, "home_id", HOME_IDS[typed["nationality"]], needed=False)
    return typed


def clean_contact(form: Form) -> Typed:
    """Mobile and e-mail."""
    typed: Typed = {"email": form.text("email", needed=False, most=120).casefold()}
    try:
        allowed = frozenset(settings.BAWABA.phone_countries.split(","))
        typed["phone"] = parse_mobile(form.values.get("phone", ""), allowed=allowed)
    except InvalidPhone as error:
        form.wrong("phone", error)
    if typed["email"]:
        try:
            validate_email(typed["email"])
        except ValidationError:
            form.wrong("email", BAD_EMAIL)
    return typed


def clean_password(
    form: Form, personal: tuple[str, ...], names: tuple[str, ...] = (), *, with_name: bool = True
) -> tuple[str, str]:
    """User name by its shape, password twice, terms accepted."""
    name = form.text("user_name", needed=with_name, most=30)
    if with_name and name and (problem := problem_of_user_name(name)):
        form.wrong("user_name", problem)
    password = clean_secret(form, (*personal, name), names)
    if not form.values.get("terms"):
        form.wrong("terms", ACCEPT)
    if with_name and any(len(one) >= 6 and one in name for one in personal if one):
        form.wrong("user_name", PERSONAL)
    return name, password


def names_typed(claims: Any) -> tuple[str, ...]:
    """All parts in both scripts."""
    return tuple(getattr(claims, f"{part}_{script}") for part in NAME_PARTS for script in ("ar", "en"))


def clean_secret(form: Form, personal: tuple[str, ...], names: tuple[str, ...] = ()) -> str:
    """A new password, typed twice, as it was typed: nothing is cut off."""
    password = str(form.values.get("password", ""))
    if problem := problem_of_password(password, personal, names):
        form.wrong("password", problem)
    elif password != form.values.get("again", ""):
        form.wrong("again", DIFFERENT)
    return password


def _name(form: Form, name: str, script: str, *, needed: bool) -> str:
    """Letters of its script; marks of direction and whatever cannot be printed are dropped."""
    text = "".join(c for c in form.text(name, needed=needed, most=40) if c.isprintable())
    if needed and not text:
        form.wrong(name, missing(name))
    if text and not LETTERS[script].search(text):
        form.wrong(name, NOT_A_NAME[script])
    return text


def _number(form: Form, typed: Typed, name: str, kind: str, *, needed: bool) -> None:
    text = str(form.values.get(name, ""))
    if not text.strip():
        if needed:
            form.wrong(name, missing(name))
        typed[name] = ""
        return
    try:
        typed[name] = parse(kind, text, Policy(check_digit=settings.BAWABA.identifier_check)).value
    except InvalidIdentifier as error:
        form.wrong(name, error)


def _nationality(form: Form, group: Population) -> str:
    if group.slug == "citizen":
        return "SA"
    chosen = form.text("nationality", most=2)
    if chosen and chosen not in (group.nationalities or countries()):
        form.wrong("nationality", NOT_OF_GROUP if group.nationalities else missing("nationality"))
    return chosen
