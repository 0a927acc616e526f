"""Let somebody act for oneself."""

from bawaba.cases.eservice import EService
from bawaba.core.text import T

SERVICE = EService(
    slug="delegation",
    agency="general",
    title=T("التفويضات", en="Delegations"),
    about=T(
        "تفوّض من يتصرف باسمك في خدمات تحددها حتى يوم تحدده، وتلغي متى شئت.",
        en="Let somebody act for you in services that you name until a day that you set; revoke it at any time.",
    ),
    page="/delegations/",
    words=("تفويض", "وكالة", "توكيل", "delegate", "power of attorney"),
    basis=T("عينة للعرض", en="Sample for demonstration"),
)
