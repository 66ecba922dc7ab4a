"""Addresses of an evaluation: "Sign in as…", its mails, its webhook receiver; config/urls.py includes them in no other mode."""

from django.urls import URLPattern, path

from frontend.views import demo, personas

urlpatterns: list[URLPattern] = [
    path("sign-in-as/", personas.sign_in_as, name="sign-in-as"),
    path("demo/mail/", demo.mail, name="demo-mail"),
    path("demo/mail/daily/", demo.send_daily_mail, name="demo-daily-mail"),
    path("demo/receiver/", demo.receiver, name="demo-receiver"),
    path("demo/receiver/list/", demo.receiver_list, name="demo-receiver-list"),
]
