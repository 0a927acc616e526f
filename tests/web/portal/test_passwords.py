"""What may be a password (ASVS 6.2, NIST SP 800-63B 3.1.1), and that it is compared exactly as it was typed."""

import unicodedata
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, make_password

from bawaba.core.text import T
from bawaba.identity.accounts.models import User
from bawaba.web.portal.passwords import COMMON, LONG, NAMED, PERSONAL, SHORT, problem_of_password
from people import PASSWORD, activated, at, give_details, logged_in

PERSONAL_OF_LAYLA = ("1012345672", "+966501234567", "layla.h")
NAMES = ("ليلى الحربي", "Layla Alharbi")
CAMEL = "\N{DROMEDARY CAMEL}"

ACCEPTED = [
    PASSWORD,
    "correct horse battery staple",
    "x1" + "y2z3" * 16,  # 66 characters
    "نخلة وبحر وقمر",
    (CAMEL + "\N{PALM TREE}\N{CRESCENT MOON}x") * 2,  # eight code points
    "with spaces  two",
    "my dog absher likes Layla's cake",
    "a" * 40 + "b" * 40 + "c" * 48,  # as long as one may be
]
REFUSED = [
    ("seven77", SHORT),
    (CAMEL * 3 + "abcd", SHORT),  # seven code points, nineteen bytes
    ("e\u0301" * 7, SHORT),  # seven letters, fourteen code points before they are composed
    ("abc" * 43, LONG),
    ("qwertyuiop", COMMON),
    ("Password1", COMMON),
    ("iloveyou2", COMMON),
    ("١٢٣٤٥٦٧٨٩", COMMON),
    ("aaaaaaaaaaaa", COMMON),
    ("absher123", COMMON),
    ("ok-1012345672", PERSONAL),
    ("ok-١٠١٢٣٤٥٦٧٢", PERSONAL),
    ("tel 966501234567", PERSONAL),
    ("tel 0501234567", PERSONAL),
    ("Layla.H-2026!", PERSONAL),
    ("absher-2030", NAMED),
    ("أبشر-٢٠٣٠", NAMED),
    ("البوابة 2026", NAMED),
    ("bawaba-ksa-1", NAMED),
    ("Layla1990!", NAMED),
    ("ليلىالحربي1", NAMED),
    ("alharbi_layla", NAMED),
]


@pytest.mark.parametrize("password", ACCEPTED)
def test_length_counts_and_nothing_is_demanded_of_its_letters(password: str) -> None:
    assert problem_of_password(password, PERSONAL_OF_LAYLA, NAMES) is None


@pytest.mark.parametrize(("password", "said"), REFUSED, ids=lambda one: one if isinstance(one, str) else "")
def test_what_is_short_known_or_about_its_owner_is_refused_with_its_reason(password: str, said: T) -> None:
    assert problem_of_password(password, PERSONAL_OF_LAYLA, NAMES) == said


def test_three_thousand_common_ones_are_refused() -> None:
    from django.contrib.auth.password_validation import CommonPasswordValidator

    long_enough = sorted(one for one in CommonPasswordValidator().passwords if len(one) >= 8)[:3000]
    assert len(long_enough) == 3000
    assert [one for one in long_enough if problem_of_password(one, ()) is None] == []


@pytest.mark.parametrize("length", [71, 72, 73, 127])
def test_nothing_is_cut_off_where_other_hashes_do(length: int) -> None:
    whole = "ab" * 64
    kept = make_password(whole[: length + 1])
    assert check_password(whole[: length + 1], kept)
    assert not check_password(whole[:length], kept)


@pytest.mark.parametrize("letters", ["é-à-ü-latin-2026", "آبار-أمل-ؤ-ئ-2026"])
def test_one_text_composed_in_two_ways_is_one_password(letters: str) -> None:
    composed, apart = (unicodedata.normalize(form, letters) for form in ("NFC", "NFD"))
    assert composed != apart
    assert check_password(apart, make_password(composed))
    assert check_password(composed, make_password(apart))


@pytest.mark.django_db
def test_a_longer_text_that_begins_like_the_password_opens_nothing(world: Any) -> None:
    activated(world, "layla")
    longest = "قلم-ورقة-" + "ab" * 59 + "z"
    assert len(longest) == 128
    User.objects.filter(user_name="layla").update(password=make_password(longest))
    world.wait(31)
    assert not give_details(at(), "layla", longest + "x")
    assert give_details(at(), "layla", longest)


@pytest.mark.django_db
def test_a_password_that_is_too_long_is_told_so_and_not_cut(world: Any) -> None:
    activated(world, "layla")
    browser = logged_in(world, "layla")
    text = "طويلة-جدًا-" * 20
    answer = browser.post("/settings/password", {"password": text, "again": text})
    assert answer.status_code == 200
    assert "128" in answer.content.decode() or "١٢٨" in answer.content.decode()
    assert text not in answer.content.decode()


@pytest.mark.django_db
def test_a_password_does_not_age(world: Any) -> None:
    """No rotation: two years later it opens as it did, and nobody is asked to change it."""
    activated(world, "layla")
    world.wait(2 * 365 * 24 * 3600)
    browser = logged_in(world, "layla")
    assert browser.get("/home").status_code == 200


@pytest.mark.django_db
def test_fields_of_passwords_take_what_is_pasted_and_let_managers_fill_them() -> None:
    page = at().get("/login").content.decode()
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    assert 'maxlength="128"' not in page, "a browser would cut what is pasted, and say nothing"
