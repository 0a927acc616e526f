"""The components, in the order in which their styles are read and their stories are listed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Component:
    """One macro file, one style sheet, one story of the same name; ``wide`` stories need the whole width."""

    name: str
    ar: str
    en: str
    wide: bool = False


COMPONENTS = (
    Component("shell", "هيكل الصفحة", "Page shell", wide=True),
    Component("header", "رأس الصفحة وشارة الهوية", "Header with identity chip", wide=True),
    Component("crumbs", "مكان الصفحة", "Breadcrumbs"),
    Component("button", "الأزرار", "Buttons"),
    Component("card", "البطاقات", "Service card and own card"),
    Component("conditions", "قائمة الشروط", "Condition checklist"),
    Component("steps", "الخطوات", "Step list and stages", wide=True),
    Component("field", "الحقول", "Field"),
    Component("password", "كلمة المرور", "Password"),
    Component("date", "التاريخ بتقويمين", "Date in two calendars"),
    Component("phone", "الجوال", "Phone"),
    Component("code", "رمز المرة الواحدة", "One-time code"),
    Component("file", "الملف وتقدّم رفعه", "File with progress"),
    Component("choices", "بطاقات الاختيار", "Radio cards"),
    Component("summary", "ملخص مع التغيير", "Summary with “change”"),
    Component("timeline", "المراحل", "Timeline"),
    Component("tag", "وسم الحال", "Status tag"),
    Component("banner", "التنبيهات", "Banner"),
    Component("table", "جدول يصير بطاقات", "Table that becomes cards", wide=True),
    Component("empty", "الحال الخالية", "Empty state"),
    Component("pagination", "التنقل بين الصفحات", "Pagination"),
    Component("dialog", "السؤال فوق الصفحة", "Dialog"),
    Component("toast", "تمّ", "Toast"),
    Component("qr", "الرمز المربع", "QR panel"),
    Component("sheet", "ورقة الطباعة", "Print sheet"),
    Component("picture", "الرسوم", "Own drawings"),
    Component("map", "خريطة بلا شوارع", "Map without streets", wide=True),
    Component("bars", "أعمدة الأيام", "Bars of days", wide=True),
)
