"""Fields: what an e-service asks; one frozen dataclass a file."""

from bawaba.cases.fields.amount import Amount
from bawaba.cases.fields.choice import Choice
from bawaba.cases.fields.confirm import Confirm
from bawaba.cases.fields.day import Day
from bawaba.cases.fields.files import Files
from bawaba.cases.fields.number import IN_MONTHS, Number
from bawaba.cases.fields.one_of import OneOf
from bawaba.cases.fields.person_number import PersonNumber
from bawaba.cases.fields.several import Several
from bawaba.cases.fields.shape import BadAnswer, Field, Offers, Option, Posted
from bawaba.cases.fields.text import Text

__all__ = [
    "IN_MONTHS",
    "Amount",
    "BadAnswer",
    "Choice",
    "Confirm",
    "Day",
    "Field",
    "Files",
    "Number",
    "Offers",
    "OneOf",
    "Option",
    "PersonNumber",
    "Posted",
    "Several",
    "Text",
]
