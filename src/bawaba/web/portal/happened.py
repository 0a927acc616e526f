"""What happened to an account, in plain words: only events that are its person's to know."""

from bawaba.core.text import T

HAPPENED = {
    "account.open": T("فُعّل حسابك", en="Your account was activated"),
    "account.rebind": T("رُبط حسابك بجوال آخر حضوريًا", en="Your account was bound to another phone, in person"),
    "account.attend": T("أُثبت حضورك والحساب موقوف", en="Your presence was proved while the account was suspended"),
    "account.sign_in": T("دخول إلى حسابك", en="A log-in to your account"),
    "account.prove": T(
        "أثبتّ مرة أخرى أنك أنت: كلمة مرورك ثم رمز", en="You proved again that it is you: password and code"
    ),
    "account.prove_by_passkey": T("أثبت مفتاح مرورك أنك أنت", en="Your passkey proved again that it is you"),
    "account.add_passkey": T("أُضيف مفتاح مرور", en="A passkey was added"),
    "account.remove_passkey": T("أُزيل مفتاح مرور", en="A passkey was removed"),
    "account.add_browser": T("إشعارات في متصفح", en="Notifications in a browser"),
    "account.remove_browser": T("أُوقفت إشعارات متصفح", en="Notifications in a browser were stopped"),
    "browser.change_hands": T(
        "انتقلت إشعارات متصفحك إلى حساب آخر فتحه", en="Notifications in your browser went to another account there"
    ),
    "browser.gone": T("أوقف متصفح إشعاراته", en="A browser stopped its notifications"),
    "account.refuse_passkey": T(
        "رُفض مفتاح مرور يبدو أنه نُسخ", en="A passkey was refused: it seems to have been copied"
    ),
    "account.sign_out": T("خروج من كل الأجهزة", en="Logged out on every device"),
    "account.sign_out_there": T("خروج من جهاز آخر", en="Logged out on another device"),
    "account.sign_out_others": T("خروج من كل جهاز آخر", en="Logged out on every other device"),
    "account.sign_out_oldest": T(
        "خروج من الجهاز الذي لم يُستخدم منذ أطول وقت", en="Logged out on the device used longest ago: five are the most"
    ),
    "account.choose_password": T("اختيرت كلمة المرور الأولى", en="The first password was chosen"),
    "account.change_password": T("غُيّرت كلمة المرور", en="The password was changed"),
    "account.change_user_name": T("غُيّر اسم المستخدم", en="The user name was changed"),
    "account.ask_phone": T("طُلب ربط حسابك بجوال آخر", en="Another phone was asked for"),
    "account.change_phone": T("رُبط حسابك بجوال آخر", en="Your account was bound to another phone"),
    "account.recover_password": T(
        "استُعيد حسابك، واختيرت كلمة مرور جديدة", en="Your account was recovered, and a new password chosen"
    ),
    "account.recover_phone": T(
        "استُعيد حسابك، ورُبط بجوال آخر", en="Your account was recovered, and bound to another phone"
    ),
    "recovery.show": T("أُثبت شيء لاستعادة حسابك", en="Something was shown to recover your account"),
    "recovery.approve": T("شهد قريب موثوق لاستعادة حسابك", en="A trusted relative vouched to recover your account"),
    "recovery.wait": T("تنتظر استعادة حسابك بجوال جديد", en="A recovery with a new phone is waiting"),
    "recovery.stop": T("أُوقفت استعادة حسابك", en="The recovery of your account was stopped"),
    "account.add_app": T("أُعدّ تطبيق المصادقة", en="An authenticator app was set up"),
    "account.remove_app": T("أُزيل تطبيق المصادقة", en="The authenticator app was removed"),
    "account.make_recovery_codes": T("أُنشئت رموز احتياطية", en="Recovery codes were made"),
    "account.end_recovery_codes": T("أُوقفت الرموز الاحتياطية", en="Recovery codes were ended"),
    "account.use_recovery_code": T("دخول برمز احتياطي", en="A log-in with a recovery code"),
    "account.ask_email": T("طُلب تغيير بريدك الإلكتروني", en="A change of your e-mail was asked for"),
    "account.change_email": T("غُيّر بريدك الإلكتروني", en="Your e-mail was changed"),
    "account.change_second_email": T("غُيّر بريدك الثاني", en="Your second e-mail was changed"),
    "account.remove_second_email": T("أُزيل بريدك الثاني", en="Your second e-mail was removed"),
    "account.confirm_address": T("أُكّد بريدك الإلكتروني", en="Your e-mail address was confirmed"),
    "account.renumber": T(
        "تغيّر رقمك في السجل الوطني، وانتقل حسابك معك", en="The national register changed your number"
    ),
    "account.lose_phone": T("لم يعد جوالك القديم لحسابك", en="Your old phone no longer serves your account"),
    "account.sleep": T("نام حسابك", en="Your account fell asleep"),
    "account.wake": T("صحا حسابك", en="Your account woke up"),
    "account.pause": T("أوقفت حسابك مؤقتًا", en="Your account was paused"),
    "account.resume": T("عاد حسابك إلى العمل", en="Your account was resumed"),
    "account.lock": T("قُفل حسابك مؤقتًا", en="Your account was locked for a while"),
    "account.unlock": T("فُتح قفل حسابك", en="Your account was unlocked"),
    "account.suspend": T("أُوقف حسابك", en="Your account was suspended"),
    "account.reinstate": T("رُفع الإيقاف عن حسابك", en="The suspension of your account was lifted"),
    "account.freeze": T("أُغلقت الخدمات الحساسة", en="Sensitive services were closed"),
    "account.repudiate": T("بلاغ «لست أنت؟»", en="A “not you?” report"),
    "account.export": T("نُزّلت نسخة من بياناتك", en="A copy of your data was downloaded"),
    "calendar.make": T("أُنشئ عنوان لتقويمك", en="A calendar address was made"),
    "calendar.renew": T("جُدّد عنوان تقويمك", en="The calendar address was renewed"),
    "calendar.end": T("أُوقف عنوان تقويمك", en="The calendar address was switched off"),
    "consent.give": T("موافقة على أن تعرف عنك {party}", en="Consent that {party} may learn about you"),
    "consent.widen": T("موافقة على أن تعرف عنك {party} المزيد", en="Consent that {party} may learn more about you"),
    "consent.give_again": T(
        "موافقة من جديد على أن تعرف عنك {party}", en="Consent again that {party} may learn about you"
    ),
    "consent.confirm": T("تأكيد موافقتك لدى {party}", en="Your consent to {party} was confirmed"),
    "consent.revoke": T("سحب الموافقة من {party}", en="Consent to {party} was withdrawn"),
    "login_elsewhere.redeem": T("دخول إلى {party} بحسابك", en="A log-in at {party} with your account"),
    "login_elsewhere.read": T("قرأت {party} من بياناتك", en="{party} read some of your data"),
    "login_elsewhere.replay": T(
        "أنهينا دخولك إلى {party} لأن مفتاحه استُخدم مرتين", en="We ended your log-in at {party}: its key was used twice"
    ),
    "login_elsewhere.revoke": T("أنهت {party} دخولك إليها", en="{party} ended your log-in there"),
    "login_elsewhere.end": T("انتهى دخولك إلى جهات أخرى", en="Log-ins at other agencies ended"),
}
DOERS = {
    "officer": T("موظف", en="An officer"),
    "operator": T("مشغّل البوابة", en="An operator of the portal"),
    "system": T("البوابة من نفسها", en="The portal by itself"),
    "clock": T("البوابة من نفسها", en="The portal by itself"),
}
IN_PERSON = ("account.open", "account.rebind", "account.attend")
IN_MY_NAME = ("person", "attestor", "relying_party")  # what its holder may say of that it was not them
REPUDIABLE = frozenset(
    {
        "account.open",
        "account.rebind",
        "account.sign_in",
        "account.prove",
        "account.prove_by_passkey",
        "account.add_passkey",
        "account.remove_passkey",
        "account.add_browser",
        "account.remove_browser",
        "account.refuse_passkey",
        "account.sign_out",
        "account.sign_out_there",
        "account.sign_out_others",
        "account.choose_password",
        "account.change_password",
        "account.change_user_name",
        "account.pause",
        "account.resume",
        "account.ask_phone",
        "account.add_app",
        "account.remove_app",
        "account.make_recovery_codes",
        "account.end_recovery_codes",
        "account.use_recovery_code",
        "account.ask_email",
        "account.export",
        "calendar.make",
        "calendar.renew",
        "consent.give",
        "consent.widen",
        "consent.give_again",
        "consent.confirm",
        "consent.revoke",
        "login_elsewhere.redeem",
    }
)
