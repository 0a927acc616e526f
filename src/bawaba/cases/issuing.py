"""The contents of an issued document, and the least of it that its seal carries."""

from collections.abc import Mapping
from typing import Any

from bawaba.cases.behalf import rows_on_behalf
from bawaba.cases.eservice import EService
from bawaba.cases.issued import Row, rows_of_result
from bawaba.cases.queries import ApplicationView
from bawaba.core.references import grouped
from bawaba.core.text import T
from bawaba.payments.queries import BillView

NAME = T("الاسم", en="Name")
APPLICATION = T("رقم الطلب", en="Application")
CONFIRMED = T("أكّد مقدّم الطلب", en="The applicant confirmed")
BILL = T("رقم الفاتورة", en="Bill")
PAID_ON = T("تاريخ السداد", en="Paid on")


def document_content(
    service: EService, found: ApplicationView, ar: str, en: str, result: Mapping[str, Any], bill: BillView | None
) -> dict[str, Any]:
    """{title, service, rows, lines, halalas, currency}; every text in both languages."""
    if service.issues is None:
        raise LookupError(service.slug)
    applicant = T(ar or en, en=en or ar)
    name = found.concerned.name if found.concerned else applicant
    rows = found.rows or [Row(NAME, name).kept(), *_asked(found), *(row.kept() for row in rows_of_result(result))]
    content = {
        "title": _both(service.issues.title),
        "service": _both(service.title),
        "name": _both(name),
        "rows": [
            *rows,
            *_act(found, applicant),
            Row(APPLICATION, grouped(found.reference), "code").kept(),
            *_paid(bill),
        ],
        "until": str(result.get("expires") or ""),
        "number": str(result.get("number") or ""),
    }
    if bill is not None:
        content |= {
            "lines": [[line.label.ar, line.label.en, line.amount.halalas] for line in bill.lines],
            "halalas": bill.total.halalas,
            "currency": bill.total.currency,
        }
    return content


def document_seal(content: Mapping[str, Any]) -> dict[str, Any]:
    """Title, and what a verifier needs: name, number, end, or the sum of a receipt."""
    shown: dict[str, Any] = {"t": content["title"], "n": content["name"]}
    if content["number"]:
        shown["no"] = content["number"]
    if content["until"]:
        shown["until"] = content["until"]
    if "halalas" in content:
        shown |= {"sum": content["halalas"], "cur": content["currency"]}
    return shown


def _asked(found: ApplicationView) -> list[dict[str, Any]]:
    return [
        {"label": one["label"], "value": one["shown"], "kind": "text"}
        for one in found.asked.values()
        if one["value"] is not True and not isinstance(one["value"], list)
    ]


def _act(found: ApplicationView, applicant: T) -> list[dict[str, Any]]:
    """Who applied on whose behalf, and the sentence that they confirmed."""
    said = [Row(CONFIRMED, found.sentence)] if found.sentence else []
    return [row.kept() for row in (*rows_on_behalf(found.concerned, applicant), *said)]


def _paid(bill: BillView | None) -> list[dict[str, Any]]:
    if bill is None or bill.paid_at is None:
        return []
    return [Row(BILL, grouped(bill.reference), "code").kept(), Row(PAID_ON, bill.paid_at.isoformat(), "moment").kept()]


def _both(text: T) -> list[str]:
    return [text.ar, text.en]
