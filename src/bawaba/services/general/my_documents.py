"""Documents that were issued to one."""

from bawaba.cases.eservice import EService
from bawaba.core.text import T

SERVICE = EService(
    slug="my-documents",
    agency="general",
    title=T("وثائقي", en="My documents"),
    about=T(
        "كل وثيقة صدرت لك من هنا، تنزّلها أو تعرض رمزها لمن يتحقق منها.",
        en="Every document that was issued to you here: download it, or show its code to whoever verifies it.",
    ),
    page="/documents/",
    words=("محفظة", "وثيقة", "wallet", "documents"),
    basis=T("عينة للعرض", en="Sample for demonstration"),
)
