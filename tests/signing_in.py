"""What tests share that need a session which came about by signing in, and so is listed."""

from django.test import Client

from ideas.models import User

PASSWORD = "four brown otters sing"


def sign_in(browser: Client, person: User, *, agent: str = "Mozilla/5.0 (X11; Linux) Firefox/140.0") -> None:
    """Sign in with a password, which the person gets unless they have it already."""
    if not person.check_password(PASSWORD):
        person.set_password(PASSWORD)
        person.save()
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD}, headers={"user-agent": agent})
