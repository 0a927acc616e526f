"""Pure decisions about documents: what a verifier is told, and why one may be revoked."""

from collections.abc import Mapping
from datetime import date

from bawaba.core.text import T

WORDS: Mapping[str, T] = {
    "valid": T("وثيقة صحيحة", en="Valid document"),
    "revoked": T("وثيقة ملغاة", en="Revoked document"),
    "superseded": T("وثيقة حلّت محلها أحدث منها", en="Replaced by a newer document"),
    "expired": T("وثيقة منتهية", en="Expired document"),
    "unknown": T("لا نعرف هذه الوثيقة", en="We do not know this document"),
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
