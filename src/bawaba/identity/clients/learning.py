"""What a relying party can learn, scope by scope: in plain words for the person, in claims for the program."""

from collections.abc import Iterable
from dataclasses import dataclass

from bawaba.core.text import T

OPENID = "openid"
OFFLINE = "offline_access"
FRAMEWORK = "bawaba"  # the trust framework of verified_claims: this register, this presence


@dataclass(frozen=True)
class Learning:
    """One scope."""

    said: T
    claims: tuple[str, ...] = ()
    verified: tuple[str, ...] = ()


LEARNED = {
    OPENID: Learning(
        T(
            "أن لك حسابًا مفعّلًا ومستوى الثقة فيه، برمز يخصّ هذه الجهة وحدها",
            en="that you have an activated account and its level of assurance, under a code that is this agency’s alone",
        )
    ),
    "profile": Learning(T("اسمك ولغتك", en="your name and language"), ("name", "name#ar", "name#en", "locale")),
    "identity": Learning(
        T(
            "رقم هويتك وتاريخ ميلادك وجنسيتك وفئتك كما في السجل الوطني",
            en="your identity number, date of birth, nationality and population as the national register has them",
        ),
        verified=(
            "given_name",
            "middle_name",
            "family_name",
            "birthdate",
            "nationalities",
            "identifier",
            "identifier_kind",
            "population",
        ),
    ),
    "phone": Learning(T("رقم جوالك", en="your mobile number"), ("phone_number", "phone_number_verified")),
    "email": Learning(T("بريدك الإلكتروني", en="your e-mail address"), ("email", "email_verified")),
    OFFLINE: Learning(
        T(
            "أن تبقيك داخلًا لديها اثنتي عشرة ساعة على الأكثر، ما لم تخرج من هنا",
            en="keep you logged in there for twelve hours at most, unless you log out here",
        )
    ),
}
NAME, PHONE, EMAIL = (
    T("اسمك", en="your name"),
    T("رقم جوالك", en="your mobile number"),
    T("بريدك", en="your e-mail address"),
)
NUMBER = T("رقم هويتك", en="your identity number")
CLAIMS = {
    **dict.fromkeys(("name", "name#ar", "name#en", "given_name", "middle_name", "family_name"), NAME),
    "identifier": NUMBER,
    "identifier_kind": NUMBER,
    "birthdate": T("تاريخ ميلادك", en="your date of birth"),
    "nationalities": T("جنسيتك", en="your nationality"),
    "population": T("فئتك", en="your population"),
    **dict.fromkeys(("phone_number", "phone_number_verified"), PHONE),
    **dict.fromkeys(("email", "email_verified"), EMAIL),
    "locale": T("لغتك", en="your language"),
}
SCOPE_OF = {claim: scope for scope, one in LEARNED.items() for claim in one.claims}
SCOPE_OF_VERIFIED = {claim: scope for scope, one in LEARNED.items() for claim in one.verified}


def known_scopes(asked: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    """Of what was asked, what there is and this agency may have, in the order of the table; the rest is passed over."""
    wanted = {*asked} & {*allowed, OPENID}
    return tuple(scope for scope in LEARNED if scope in wanted)


def scopes_of(claims: Iterable[str], verified: Iterable[str]) -> set[str]:
    """The scopes that single claims belong to."""
    return {SCOPE_OF[one] for one in claims} | {SCOPE_OF_VERIFIED[one] for one in verified}


def learned_by(claims: Iterable[str]) -> list[T]:
    """What single claims have told, in plain words, each once; no more than that, whatever else its scope holds."""
    named = list(claims)
    found = {CLAIMS[one] for one in named if one in CLAIMS}
    return [one for one in dict.fromkeys(CLAIMS.values()) if one in found] or [LEARNED[OPENID].said][: len(named)]


def claims_of(scopes: Iterable[str], single: Iterable[str]) -> set[str]:
    """Names of plain claims that are told."""
    return {claim for scope in scopes if scope in LEARNED for claim in LEARNED[scope].claims} | {*single}


def verified_of(scopes: Iterable[str], single: Iterable[str]) -> set[str]:
    """Names of verified claims that are told."""
    return {claim for scope in scopes if scope in LEARNED for claim in LEARNED[scope].verified} | {*single}
