"""Addresses of the officers' door."""

from django.urls import path

from bawaba.web.counter import views as counter
from bawaba.web.desk import (
    attestors,
    deciding,
    entering,
    helpline,
    parcels,
    passkeys,
    receiving,
    reviewing,
    revoking,
    views,
)

urlpatterns = [
    path("", views.queue),
    path("enter", entering.enter),
    path("enter/key", entering.by_key),
    path("code", entering.by_code),
    path("passkeys/first", entering.first_key),
    path("leave", entering.leave),
    path("passkeys", passkeys.own),
    path("passkeys/new", passkeys.new),
    path("passkeys/<uuid:passkey>/remove", passkeys.remove),
    path("appointments", receiving.expected),
    path("appointments/<uuid:handle>/arrived", receiving.arrived),
    path("documents", revoking.find),
    path("attestors", attestors.all_of_them),
    path("attestors/<slug:slug>", attestors.one_of_them),
    path("attestors/<slug:slug>/<slug:deed>", attestors.act),
    path("helpline", helpline.look),
    path("parcels", parcels.in_doubt),
    path("parcels/<uuid:handle>/<slug:deed>", parcels.act),
    path("counter", counter.receive),
    path("counter/place", counter.place),
    path("counter/visit", counter.visit),
    path("counter/sign", counter.sign),
    path("counter/leave", counter.leave),
    path("reviews", reviewing.cases),
    path("reviews/registrations", reviewing.registrations),
    path("reviews/cases/<uuid:handle>", reviewing.case_page),
    path("reviews/cases/<uuid:handle>/<slug:move>", reviewing.decide),
    path("reviews/registrations/<uuid:handle>", reviewing.registration_page),
    path("reviews/registrations/<uuid:handle>/<slug:move>", reviewing.decide_registration),
    path("applications/<uuid:handle>", deciding.application_page),
    path("applications/<uuid:handle>/<slug:deed>", deciding.act),
    path("applications/<uuid:handle>/files/<uuid:attachment>", deciding.file),
]
