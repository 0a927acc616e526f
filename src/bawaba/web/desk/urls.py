"""Addresses of the officers' door."""

from django.urls import path

from bawaba.web.desk import attestors, deciding, parcels, receiving, revoking, views

urlpatterns = [
    path("", views.queue),
    path("enter", views.enter),
    path("leave", views.leave),
    path("appointments", receiving.expected),
    path("appointments/<uuid:handle>/arrived", receiving.arrived),
    path("documents", revoking.find),
    path("attestors", attestors.all_of_them),
    path("attestors/<slug:slug>", attestors.one_of_them),
    path("attestors/<slug:slug>/<slug:deed>", attestors.act),
    path("parcels", parcels.in_doubt),
    path("parcels/<uuid:handle>/<slug:deed>", parcels.act),
    path("applications/<uuid:handle>", deciding.application_page),
    path("applications/<uuid:handle>/<slug:deed>", deciding.act),
    path("applications/<uuid:handle>/files/<uuid:attachment>", deciding.file),
]
