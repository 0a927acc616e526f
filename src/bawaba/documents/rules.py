"""Pure decisions about documents: what a verifier is told, and why one may be revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bawaba.core.text import T


@dataclass(frozen=True)
class Said:
    """Of a verdict: what it is, and what to do about it."""

    what: T
    do: T


WORDS: Mapping[str, Said] = {
    "valid": Said(
        T("وثيقة صحيحة", en="Valid document"),
        T("قارن ما يلي بما كُتب في الوثيقة.", en="Compare what follows with what the document says."),
    ),
    "revoked": Said(T("وثيقة ملغاة", en="Revoked document"), T("لا تقبلها.", en="Do not accept it.")),
    "superseded": Said(
        T("وثيقة حلّت محلها أحدث منها", en="Replaced by a newer document"),
        T("اطلب من صاحبها الأحدث.", en="Ask its holder for the newer one."),
    ),
    "expired": Said(
        T("وثيقة منتهية", en="Expired document"), T("انقضى آخر يوم من صلاحيتها.", en="Its last day has passed.")
    ),
    "unknown": Said(
        T("لا نعرف هذه الوثيقة", en="We do not know this document"),
        T("تأكد من الرقم، أو من أن الصورة واضحة.", en="Check the reference, or that the picture is clear."),
    ),
}
REASONS: Mapping[str, T] = {
    "error": T("خطأ في بياناتها", en="An error in what it says"),
    "false": T("صدرت بناءً على بيانات غير صحيحة", en="Issued on information that was not true"),
    "lost": T("فُقدت أو وقعت في يد غير صاحبها", en="Lost, or in the wrong hands"),
    "cancelled": T("أُلغي ما صدرت لأجله", en="What it was issued for was cancelled"),
    "law": T("زال سببها نظامًا", en="The law no longer grants it"),
}

COPY = "-copy"  # of the same content, to the other side: another owner and reference, one truth


def copy_of(kind: str) -> str:
    """The kind of a copy of a document of this kind."""
    return kind + COPY


def with_copies(kind: str) -> tuple[str, str]:
    """The original's kind and its copy's, whichever of the two is asked about."""
    original = kind.removesuffix(COPY)
    return original, copy_of(original)


def word_of(state: str, last_day: date | None, today: date) -> str:
    """One of WORDS: what was decided first, then the last day, which is itself still good."""
    if state == "valid" and last_day is not None and last_day < today:
        return "expired"
    return state
