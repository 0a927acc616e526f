"""A certificate that no conviction is recorded."""

from bawaba.cases.conditions import AccountAwake, NoConviction, SourceAnswers
from bawaba.cases.eservice import EService
from bawaba.cases.issued import Document
from bawaba.cases.records import conduct_rows
from bawaba.core.money import sar
from bawaba.core.text import T

SERVICE = EService(
    slug="criminal-record-certificate",
    agency="public_security",
    title=T("صحيفة خلو من السوابق", en="Criminal record certificate"),
    about=T(
        "شهادة مختومة بخلو سجلك من السوابق، تتحقق منها أي جهة.",
        en="A sealed certificate that no conviction is recorded, which anybody can verify.",
    ),
    conditions=(AccountAwake(), SourceAnswers("person"), NoConviction()),
    fee=lambda facts, answers: sar(30),
    fee_note=T("30 ريالًا", en="SAR 30"),
    issues=Document(
        "conduct-certificate", T("صحيفة خلو من السوابق", en="Criminal record certificate"), rows=conduct_rows
    ),
    words=("سوابق", "حسن سيرة", "فيش", "police clearance", "good conduct"),
    basis=T("نظام الأمن العام، عينة للعرض", en="Public security law, sample"),
)
