"""Have a card or a document delivered to the national address."""

from bawaba.cases.conditions import AccountAwake, AccountCooledDown, AddressOnRecord, OnceOnly
from bawaba.cases.eservice import Delivery, EService
from bawaba.cases.fields import OneOf
from bawaba.cases.offers import my_address, my_cards_and_papers
from bawaba.core.money import sar
from bawaba.core.text import T
from bawaba.payments.commands import Line

SERVICE = EService(
    slug="document-delivery",
    agency="general",
    title=T("توصيل الوثائق", en="Document delivery"),
    about=T(
        "نوصل بطاقتك أو وثيقتك إلى عنوانك الوطني، وتتابع شحنتك حتى تصل.",
        en="Your card or document is delivered to your national address; follow the parcel until it arrives.",
    ),
    open_to={"citizen", "resident", "dependent"},
    conditions=(
        AccountAwake(),
        AccountCooledDown(),
        AddressOnRecord(),
        OnceOnly("item", T("لا توصيل قائم للوثيقة نفسها", en="No delivery of the same document is under way")),
    ),
    fields=(
        OneOf(
            "item", T("ماذا نوصل؟", en="What is to be delivered?"), my_cards_and_papers, frozenset({"person", "papers"})
        ),
        OneOf(
            "address",
            T("إلى عنوانك المسجل", en="To your address on record"),
            my_address,
            frozenset({"address"}),
            hint=T("تغيّره في خدمة العنوان الوطني", en="Change it with the service “National address”"),
        ),
    ),
    fee=lambda facts, answers: (
        Line("service_fee", T("رسم التوصيل", en="Delivery fee"), sar(20)),
        Line("tax", T("ضريبة القيمة المضافة 15٪", en="Value added tax, 15%"), sar(3)),
    ),
    fee_note=T("23 ريالًا", en="SAR 23"),
    effect=Delivery(),
    sensitive=True,
    sentence=T(
        "أطلب توصيل {item} إلى عنواني {address}.",
        en="I ask for {item} to be delivered to my address {address}.",
    ),
    time=T("ثلاثة أيام عمل", en="Three working days"),
    words=("شحن", "شحنة", "بريد", "مندوب", "استلام", "parcel", "courier", "post", "shipping"),
    basis=T("نظام البريد، عينة للعرض", en="Postal law, sample"),
)
