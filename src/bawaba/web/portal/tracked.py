"""What the data tracker says of each kind of look: who, what, and on which basis. It names no officer and nobody else."""

from bawaba.core.text import T

OFFICER = T("موظف", en="An officer")
ROLES = {
    "officer": OFFICER,
    "supervisor": T("مشرف", en="A supervisor"),
    "reviewer": T("مراجع", en="A reviewer"),
    "helpline": T("موظف خط المساعدة", en="A helpline agent"),
}
PORTAL = T("البوابة من نفسها", en="The portal by itself")
ANYBODY = T("شخص لا نسأله من هو", en="Somebody; nobody is asked who")
DELEGATE = T("من فوّضته", en="Whom you gave a delegation")
RELATIVE = T("فرد من أسرتك كما في السجل", en="A member of your household, as the register has it")
GUARDIAN = T("وليّك أو من يمثلك كما في السجل", en="Your guardian or representative, as the register has it")

READ = {
    "look.application": T("اطّلاع على طلب وعلى بياناتك فيه", en="opened an application and saw your data in it"),
    "look.document": T("اطّلاع على وثيقة صدرت من طلب", en="opened a document that came from an application"),
    "look.case": T("اطّلاع على بلاغ «لست أنت؟» عن حسابك", en="opened the “not you?” report about your account"),
    "look.registration": T(
        "مراجعة طلب تسجيل برقمك، واطّلاع على اسمك في السجل",
        en="reviewed a registration under your number and saw your name in the register",
    ),
    "look.counter": T(
        "اطّلاع على بياناتك في السجل وأنت حاضر", en="saw your record in the register while you stood there"
    ),
    "look.state": T("اطّلاع على حال طلبك دون بياناتك", en="saw how your application stands, without your data"),
    "look.check": T("تحقّق من وثيقة لك في موقعنا", en="verified a document of yours on our site"),
    "look.delegate": T("بدء طلب باسمك، واطّلاع على ما يلزمه", en="began an application for you and saw what it needs"),
    "look.family": T("بدء طلب يخصّك، واطّلاع على ما يلزمه", en="began an application about you and saw what it needs"),
    "look.guardian": T(
        "بدء طلب نيابة عنك، واطّلاع على ما يلزمه", en="began an application on your behalf and saw what it needs"
    ),
    "look.register": T("قراءة ما تشترطه الخدمة من السجل", en="read from the register what the service requires"),
    "login_elsewhere.read": T("قراءة من بياناتك", en="read some of your data"),
    "login_elsewhere.redeem": T("دخولك إليها بحسابك", en="logged you in with your account"),
    "account.open": T("إفادة بحضورك، فُعّل بها حسابك", en="stated your presence, which activated your account"),
    "account.rebind": T("إفادة بحضورك، رُبط بها جوال آخر", en="stated your presence, to bind another phone"),
    "account.attend": T("إفادة بحضورك والحساب موقوف", en="stated your presence while the account was suspended"),
}
DECIDING = T("للنظر في الطلب", en="To decide on the application")
CONSENT = T("موافقتك", en="Your consent")
PRESENCE = T("حضورك بنفسك، أو إفادة بنكك", en="You came yourself, or your bank vouched for you")
AT_COUNTER = T("حضورك بنفسك ومعك وثيقتك", en="You came yourself, with your document")
BASES = {
    "look.application": DECIDING,
    "look.document": T("للنظر في وثيقة صدرت", en="To judge a document that was issued"),
    "look.case": T("البلاغ نفسه", en="The report itself"),
    "look.registration": T("منع تسجيل غيرك برقمك", en="To keep others from registering under your number"),
    "look.counter": AT_COUNTER,
    "look.state": T("من اتصل ذكر الرقم المرجعي", en="The caller gave its reference"),
    "look.check": T("من معه الوثيقة يتحقق منها", en="Whoever holds a document may verify it"),
    "look.delegate": T("تفويضك", en="Your delegation"),
    "look.family": T("صلة الأسرة في السجل الوطني", en="The household in the national register"),
    "look.guardian": T("قرار مسجل في السجل الوطني", en="A decision noted in the national register"),
    "look.register": T("شروط الخدمة", en="The conditions of the service"),
    "login_elsewhere.read": CONSENT,
    "login_elsewhere.redeem": CONSENT,
    "account.open": PRESENCE,
    "account.rebind": PRESENCE,
    "account.attend": PRESENCE,
}
SIDES = {
    "other": T("أنت الطرف الآخر فيه", en="you are its other side"),
    "concerned": T("يخصّك وقدّمه غيرك", en="it concerns you; somebody else applied"),
}
