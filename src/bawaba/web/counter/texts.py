"""What the counter's pages say when something is not as wished."""

from bawaba.core.digits import normalise
from bawaba.core.text import T
from bawaba.identity.attestation.counter import Stand
from bawaba.identity.attestation.problems import ChannelProblem
from bawaba.identity.attestation.queries import names_of

NEEDS_PLACE = T("اختر مكان عملك.", en="Choose where you work.")
NEEDS_NAME = T("اكتب اسم المكان: أحرف وأرقام فقط.", en="Write the name of the place: letters and digits only.")
NEEDS_KIND = T("اختر نوع الرقم.", en="Choose the kind of number.")
NEEDS_DOCUMENT = T("اختر الوثيقة.", en="Choose the document.")
NEEDS_CHOICE = T("اسأل الشخص واختر.", en="Ask the person, and choose.")
NEEDS_TERMS = T("لا بد من قبول الشروط.", en="The terms must be accepted.")
NOT_FOUND = T(
    "لا يطابق السجل ما كُتب، أو انتهت صلاحية الوثيقة. تأكد من الوثيقة وأعد الكتابة.",
    en="The register does not agree with what was typed, or the document has expired. Check the document and type again.",
)
OWN = T("هذا أنت أو أحد من أسرتك. يخدمه زميل.", en="This is you or one of your family. A colleague attends.")
TOO_MANY_LOOKS = T("بلغت حد اليوم من الوثائق.", en="You have reached the day’s number of documents.")
SILENT = T(
    "السجل الوطني لا يجيب. أعد المحاولة بعد قليل.",
    en="The national register does not answer. Please try again in a while.",
)
WRONG_CODE = T("الرمز غير صحيح.", en="The code is not right.")
NOT_SIGNED = T(
    "لم يُقبل مفتاح المرور، فلم يحدث شيء. أعد المحاولة.",
    en="The passkey was not accepted, so nothing happened. Please try again.",
)
SAID = {
    "phone-in-use": T(
        "هذا الجوال لحساب آخر. اطلب جوالًا آخر.", en="Another account uses this phone. Ask for another phone."
    ),
    "too-many-codes": T(
        "أُرسلت رموز كثيرة إلى هذا الجوال. انتظر قليلًا.", en="Too many codes went to this phone. Wait a while."
    ),
    "phone-changed": T("تغيّر الجوال. أرسل رمزًا جديدًا.", en="The phone was changed. Send a new code."),
    "register-unavailable": SILENT,
    "cap-reached": T("بلغ هذا المكتب حد اليوم.", en="This counter has reached its number of the day."),
    "overtaken": T(
        "سبق إثبات آخر لهذا الشخص. ابدأ من جديد.", en="Another proof of this person was faster. Begin anew."
    ),
    "challenge-spent": T("انتهت مدة هذه الزيارة. ابدأ من جديد.", en="This visit is over. Begin anew."),
}
ELSE = T("لم يتم. ابدأ من جديد.", en="It was not done. Begin anew.")


def said(problem: ChannelProblem) -> T:
    """In the officer's words."""
    return SAID.get(problem.slug, ELSE)


def place_of(stand: Stand) -> T:
    """Where the officer works."""
    return names_of(stand.attestor, stand.place)[1]


def plain_digits(text: str) -> str:
    """A document's number as the register writes it."""
    return normalise(text)
