"""Addresses of the people's door."""

from django.urls import path

from bawaba.web.portal import (
    callbacks,
    email_link,
    enrolment,
    mine,
    my_account,
    papers,
    public,
    resuming,
    services,
    signing_in,
)

register = [
    path("register/", enrolment.begin),
    path("register/who", enrolment.who),
    path("register/identity", enrolment.identity),
    path("register/contact", enrolment.contact),
    path("register/phone", enrolment.phone),
    path("register/phone/resend", enrolment.resend),
    path("register/password", enrolment.password),
    path("register/receipt", enrolment.receipt),
    path("register/receipt.pdf", enrolment.receipt_file),
    path("register/extend", enrolment.extend),
    path("register/cancel", enrolment.cancel),
    path("register/resume", resuming.resume),
    path("register/resume/code", resuming.resume_code),
    path("register/email/<str:token>", email_link.confirm),
]
signing = [
    path("login", signing_in.log_in, name="account_login"),
    path("login/code", signing_in.log_in_code, name="login_code"),
    path("login/resend", signing_in.log_in_resend),
    path("logout", signing_in.log_out),
    path("first-login", signing_in.first_login),
    path("continue", mine.go_on),
    path("complete", signing_in.complete_bank_first),
    path("not-you/<str:token>", mine.not_you),
]
offered = [
    path("services/", public.catalogue),
    path("services/violations/list", services.violations),
    path("services/<slug:slug>", services.service_page),
    path("services/<slug:slug>/apply", services.apply),
    path("bills/<uuid:handle>", services.bill),
    path("bills/<uuid:handle>/pay", services.pay),
    path("bills/<uuid:handle>/returned", services.returned),
    path("applications/", services.my_applications),
    path("applications/<uuid:handle>", services.application_page),
    path("documents/", papers.my_documents),
    path("documents/<uuid:handle>.pdf", papers.document_file),
]
urlpatterns = [
    path("", public.home),
    path("places", public.places_page),
    path("terms", public.terms),
    path("help", public.help_page),
    path("preferences", public.preferences),
    path("verify", papers.verify),
    path("verify/keys.json", papers.keys),
    path("callbacks/payment", callbacks.payment),
    path("home", mine.home),
    path("inbox", mine.inbox),
    path("settings", my_account.my_settings),
    path("settings/save", my_account.save_settings),
    path("settings/password", my_account.my_password),
    path("settings/log-out-everywhere", my_account.log_out_everywhere),
    path("confirm", my_account.confirm, name="account_reauthenticate"),
    path("livez", public.alive),
    path("readyz", public.ready),
    *register,
    *signing,
    *offered,
]
