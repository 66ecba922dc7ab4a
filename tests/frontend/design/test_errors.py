"""Pages for what went wrong stand without database, person or script."""

import re
import uuid

import pytest
from django.test import Client, RequestFactory

from frontend.views import errors
from ideas import correlation


@pytest.mark.parametrize("status", errors.PAGES)
def test_error_page_of_each_status_has_heading_sentence_and_a_way_on(status: int) -> None:
    response = errors.error_page(RequestFactory().get("/x/"), status)

    page = response.content.decode()
    assert response.status_code == status
    assert len(re.findall(r"<h1>[^<]+</h1>", page)) == 1
    assert f"<p>{errors.SENTENCES[status]}</p>" in page.replace("&#x27;", "'")
    assert '<a class="btn btn-primary" href="/">' in page


def test_error_page_escapes_a_sentence_of_its_own() -> None:
    response = errors.error_page(RequestFactory().get("/x/"), 409, sentence="<b>Ana</b> changed this")

    assert "&lt;b&gt;Ana&lt;/b&gt; changed this" in response.content.decode()


@pytest.mark.parametrize(
    ("sentence", "heading"),
    [("", "Somebody was quicker"), ("Ana leads the department.", "This cannot be done now")],
)
def test_error_page_of_a_conflict_blames_nobody_where_it_has_a_reason(sentence: str, heading: str) -> None:
    page = errors.error_page(RequestFactory().get("/x/"), 409, sentence=sentence).content.decode()

    assert f"<h1>{heading}</h1>" in page


def test_error_page_for_htmx_is_one_line_for_the_messages() -> None:
    request = RequestFactory().get("/x/", headers={"HX-Request": "true"})

    response = errors.error_page(request, 403)

    assert (response.status_code, response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == (
        403,
        "#messages",
        "innerHTML",
    )
    assert "<html" not in response.content.decode()


def test_error_page_of_our_fault_names_the_request_and_others_do_not() -> None:
    number = uuid.uuid4()
    token = correlation.request_id.set(number)

    broken = errors.server_error(RequestFactory().get("/x/")).content.decode()
    missing = errors.page_not_found(RequestFactory().get("/x/"), Exception()).content.decode()

    correlation.request_id.reset(token)
    assert str(number) in broken
    assert str(number) not in missing


def test_unknown_address_is_answered_with_our_page(client: Client) -> None:
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "Nothing to see here" in response.content.decode()


def test_unreadable_request_is_answered_with_our_page() -> None:
    assert errors.bad_request(RequestFactory().get("/x/"), Exception()).status_code == 400


def test_forbidden_page_is_answered_with_our_page() -> None:
    assert errors.permission_denied(RequestFactory().get("/x/"), Exception()).status_code == 403


@pytest.mark.parametrize("status", [403, 404, 409])
def test_error_page_of_a_refused_form_shows_the_words_that_were_typed(status: int) -> None:
    sent = {"reason": "He knows the <depot>.", "choice": "yes", "csrfmiddlewaretoken": "a b", "old_password": "one two"}

    page = errors.error_page(RequestFactory().post("/x/", sent), status).content.decode()

    assert page.count("<textarea") == 1
    assert ">He knows the &lt;depot&gt;.</textarea>" in page
    assert "one two" not in page
    assert "a b" not in page


@pytest.mark.parametrize(("comes_from", "count"), [("same-origin", 1), ("cross-site", 0), ("", 0)])
def test_form_that_was_open_too_long_keeps_words_of_our_own_pages_alone(comes_from: str, count: int) -> None:
    request = RequestFactory().post("/x/", {"text": "Two words"}, headers={"Sec-Fetch-Site": comes_from})

    page = errors.csrf_failure(request).content.decode()

    assert page.count("<textarea") == count


def test_error_page_of_a_body_that_cannot_be_read_is_a_page_all_the_same() -> None:
    request = RequestFactory().post("/x/", b"--", content_type="multipart/form-data; boundary=")

    response = errors.error_page(request, 403)

    assert response.status_code == 403
    assert "<textarea" not in response.content.decode()


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("http://testserver/reviews/1/?a=b", '<a class="btn btn-primary" href="/reviews/1/">'),
        ("http://elsewhere.example/reviews/1/", '<a class="btn btn-primary" href="/">'),
        ("http://testserver//elsewhere.example/", '<a class="btn btn-primary" href="/">'),
        ("", '<a class="btn btn-primary" href="/">'),
    ],
)
def test_error_page_of_a_refused_form_leads_back_to_the_page_before(before: str, shown: str) -> None:
    headers = {"Referer": before, "Host": "testserver"}

    sent = errors.error_page(RequestFactory().post("/x/", headers=headers), 409).content.decode()
    read = errors.error_page(RequestFactory().get("/x/", headers=headers), 409).content.decode()

    assert shown in sent
    assert '<a class="btn btn-primary" href="/">' in read
