"""The number that somebody is known by, typed without saying which kind it is."""

from bawaba.core.identifiers import InvalidIdentifier, parse
from bawaba.web.portal.forms import Form

KINDS = ("national_id", "iqama", "border_number")


def number_in(form: Form) -> str | None:
    """The normalised number of any of KINDS, or None with what is wrong noted beside its field."""
    text, last = form.text("number", most=40), None
    for kind in KINDS:
        try:
            return parse(kind, text).value
        except InvalidIdentifier as error:
            last = error
    if last is not None and "number" not in form.problems:
        form.wrong("number", last)
    return None
