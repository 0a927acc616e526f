"""What an e-service may issue: a kind of document, and the rows that it shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bawaba.cases.facts import Facts
from bawaba.core.text import T

Result = Mapping[str, Any]  # what the register answered to the change


@dataclass(frozen=True)
class Row:
    """A label and a value. ``kind`` says how a reader is shown it: text, code, date, moment, money."""

    label: T
    value: Any
    kind: str = "text"

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        value = [self.value.ar, self.value.en] if isinstance(self.value, T) else self.value
        return {"label": [self.label.ar, self.label.en], "value": value, "kind": self.kind}


@dataclass(frozen=True)
class Document:
    """``rows`` over the facts at submission; without it a document shows what was chosen and what the register answered."""

    kind: str
    title: T
    rows: Callable[[Facts], Sequence[Row]] | None = None


NUMBER = T("الرقم", en="Number")
VALID_UNTIL = T("سارية حتى", en="Valid until")
PLATE = T("اللوحة", en="Plate")


def rows_of_result(result: Result) -> list[Row]:
    """What registers usually answer with."""
    rows: list[Row] = []
    if result.get("number"):
        rows.append(Row(NUMBER, str(result["number"]), "code"))
    if result.get("plate"):
        rows.append(Row(PLATE, T(result["plate"]["ar"], en=result["plate"]["en"])))
    if result.get("expires"):
        rows.append(Row(VALID_UNTIL, str(result["expires"]), "date"))
    return rows
