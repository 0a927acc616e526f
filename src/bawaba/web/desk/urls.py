"""Addresses of the officers' door."""

from django.urls import path

from bawaba.web.desk import deciding, entering, parcels, passkeys, receiving, revoking, views

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
    path("parcels", parcels.in_doubt),
    path("parcels/<uuid:handle>/<slug:deed>", parcels.act),
    path("applications/<uuid:handle>", deciding.application_page),
    path("applications/<uuid:handle>/<slug:deed>", deciding.act),
    path("applications/<uuid:handle>/files/<uuid:attachment>", deciding.file),
]
