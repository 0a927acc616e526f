"""Sentences that several pages say."""

from bawaba.core.text import Plural, T

WRONG_CODE = T(
    "الرمز غير صحيح أو انتهت مدته. تأكد من آخر رسالة وصلتك، أو اطلب رمزًا جديدًا.",
    en="The code is wrong or has expired. Check the latest message, or ask for a new code.",
)
WRONG_APP_CODE = T(
    "الرمز غير صحيح، أو استُخدم من قبل. انتظر الرمز التالي في التطبيق. بعد خمس محاولات ابدأ الدخول من جديد.",
    en="The code is wrong, or was used before. Wait for the app's next one. After five tries, begin logging in again.",
)
TOO_MANY_FOR_PHONE = T(
    "على هذا الجوال ثلاثة طلبات تسجيل قائمة. ألغِ أحدها أو استخدم جوالًا آخر.",
    en="This phone has three registrations under way. Cancel one of them or use another phone.",
)
MINUTES = Plural(
    zero="بعد قليل",
    one="بعد دقيقة",
    two="بعد دقيقتين",
    few="بعد {n} دقائق",
    many="بعد {n} دقيقة",
    other="بعد {n} دقيقة",
    en_one="in a minute",
    en_other="in {n} minutes",
)
REGISTER_DOWN = T(
    "السجل الوطني لا يجيب الآن. لم يضِع شيء؛ أعد المحاولة بعد قليل.",
    en="The national register does not answer now. Nothing is lost; please try again in a while.",
)


def too_often(seconds: int) -> T:
    """When a code may be asked for again."""
    when = _later(seconds)
    return T(f"أرسلنا رموزًا كثيرة. حاول {when.ar}.", en=f"We have sent many codes. Try again {when.en}.")


def too_many_changes(seconds: int) -> T:
    """When something of the account may be changed again."""
    when = _later(seconds)
    return T(f"غيّرت هذا مرات كثيرة. حاول {when.ar}.", en=f"You have changed this many times. Try again {when.en}.")


def too_many_copies(seconds: int) -> T:
    """When a copy of one's data may be downloaded again."""
    when = _later(seconds)
    return T(
        f"نزّلت نسخًا كثيرة اليوم. حاول {when.ar}.", en=f"You have downloaded many copies today. Try again {when.en}."
    )


def too_many_starts(seconds: int) -> T:
    """When a registration may be begun again from this address."""
    when = _later(seconds)
    return T(
        f"بدأت من هذا العنوان طلبات كثيرة. حاول {when.ar}.",
        en=f"Many registrations were begun from this address. Try again {when.en}.",
    )


def _later(seconds: int) -> T:
    minutes = max(1, (seconds + 59) // 60)
    ar, en = (MINUTES.in_(language, minutes).format(n=minutes) for language in ("ar", "en"))
    return T(ar, en=en)
