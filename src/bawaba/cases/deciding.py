"""Who decides: the law alone, or an officer, with reasons that may be given for a no."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bawaba.core.text import T

OTHER = "other"
USUAL_REASONS: Mapping[str, T] = {
    "incomplete": T("البيانات أو المرفقات ناقصة.", en="Information or attachments are missing."),
    "not_entitled": T("لا تنطبق الشروط على هذه الحالة.", en="The conditions do not hold in this case."),
    OTHER: T("لسبب موضح في الرسالة.", en="For a reason given in the letter."),
}


@dataclass(frozen=True)
class Automatically:
    """All conditions hold: approved at once, or as soon as it is paid."""


@dataclass(frozen=True)
class ByOfficer:
    """An officer of the agency looks at it; ``days`` working days are promised."""

    days: int = 3
    reasons: Mapping[str, T] = field(default_factory=lambda: USUAL_REASONS)


Decision = Automatically | ByOfficer
automatically = Automatically()
