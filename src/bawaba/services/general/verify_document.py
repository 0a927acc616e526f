"""Verify a document that somebody shows."""

from bawaba.cases.eservice import EService
from bawaba.core.text import T

SERVICE = EService(
    slug="verify-document",
    agency="general",
    title=T("التحقق من وثيقة", en="Verify a document"),
    about=T(
        "تتحقق من وثيقة صدرت من بوابة، بلا حساب وبلا اتصال.",
        en="Verify a document that Bawaba issued, without an account and without a network.",
    ),
    page="/verify",
    words=("تحقق", "صحة", "ختم", "verify", "check"),
    basis=T("عينة للعرض", en="Sample for demonstration"),
)
