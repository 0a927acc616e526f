"""Of the copy of one's data: by which ways a person is told of things, and who vouches for whom."""

from datetime import date, datetime
from uuid import UUID

from bawaba.core.browsers import in_words
from bawaba.core.money import Money
from bawaba.core.text import T
from bawaba.identity.recovery.queries import Trust, trust_between
from bawaba.messaging.browsers import known_browsers
from bawaba.messaging.wishes import wishes_of

Value = str | T | date | datetime | Money | int
Told = list[tuple[str, T, Value]]  # name for programs, label for people, value
CHANNELS = {"sms": T("رسالة نصية", en="SMS"), "email": T("بريد إلكتروني", en="E-mail")}
CHANNELS["push"] = T("إشعار في متصفح", en="Notification in a browser")
YES, NO = T("نعم", en="Yes"), T("لا", en="No")
SIDES = {"mine": T("يشهد لي", en="Vouches for me"), "theirs": T("أشهد له", en="I vouch for them")}


def browsers_told(account: UUID) -> list[Told]:
    """Without their addresses, which are keys."""
    device = T("الجهاز", en="Device")
    return [[("device", device, in_words(one.browser, one.system))] for one in known_browsers(account, "")]


def wishes_told(account: UUID) -> list[Told]:
    """Only what was chosen."""
    found = wishes_of(account)
    if found is None:
        return []
    told: Told = [("reminders", T("التذكيرات", en="Reminders"), YES if found.reminders else NO)]
    case = [*sorted(found.case), *(["push"] if found.case_push else [])]
    reminder = [*sorted(found.reminder), *(["push"] if found.reminder_push else [])]
    told += [(f"case_{one}", T("عن طلباتي", en="About my applications"), CHANNELS[one]) for one in case]
    told += [(f"reminder_{one}", T("للتذكير", en="For reminders"), CHANNELS[one]) for one in reminder]
    if found.quiet is not None:
        told.append(("quiet", T("ساعات الهدوء", en="Quiet hours"), f"{found.quiet[0]}:00-{found.quiet[1]}:00"))
    return [told]


def trust_told(account: UUID) -> list[Told]:
    """My own side: the number that I typed, or that somebody trusts me."""
    return [_trust(account, one) for one in trust_between(account)]


def _trust(account: UUID, one: Trust) -> Told:
    side = "mine" if one.tie.giver == account else "theirs"
    told: Told = [
        ("side", T("الصلة", en="Side"), SIDES[side]),
        ("since", T("منذ", en="Since"), one.tie.named_at.date()),
    ]
    name = one.receiver if side == "mine" else one.giver
    told += [("name", T("الاسم", en="Name"), name)] if name else []
    return told + ([("number", T("الرقم", en="Number"), one.tie.number)] if side == "mine" else [])
