"""The address of "Sign in as…"; config/urls.py includes it in evaluation mode and in no other."""

from django.urls import URLPattern, path

from frontend.views import personas

urlpatterns: list[URLPattern] = [path("sign-in-as/", personas.sign_in_as, name="sign-in-as")]
