import pytest

from ideas.exceptions import InvalidValue, NotPermitted
from ideas.models import AuditEvent, Event, User
from ideas.people_file import MAX_ROWS, read_people_file
from ideas.selectors.sites import site_calendars
from ideas.services.people_import import import_people, plan_import
from tests.factories import DepartmentFactory, UserFactory, grant_role
from tests.factories.house import SiteFactory

pytestmark = pytest.mark.django_db
HEADER = "email,name,job_title,department,site,manager_email,external_ref\n"


@pytest.fixture
def administrator() -> User:
    return grant_role(UserFactory(email="admin@example.org"), "administrator")


def problems(content: bytes, by: User) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in plan_import(by=by, content=content).problems]


@pytest.mark.parametrize(
    "content",
    [
        "email,name\nzoe@example.org,Zoë Ångström\n".encode("utf-8-sig"),
        "email;name\r\nzoe@example.org;Zoë Ångström\r\n".encode("utf-16"),
        "E-mail\tName\n".replace("E-mail", "email").encode() + "zoe@example.org\tZoë Ångström\n".encode("cp1252"),
        'Name,Email\n"Zoë Ångström","zoe@example.org"\n\n,\n'.encode(),
    ],
)
def test_plan_import_of_any_encoding_and_separator_reads_the_person(administrator: User, content: bytes) -> None:
    plan = plan_import(by=administrator, content=content)

    assert [(one.email, one.name) for one in plan.people] == [("zoe@example.org", "Zoë Ångström")]
    assert plan.problems == ()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", (1, "email", "missing_column")),
        (b"name\nAda\n", (1, "email", "missing_column")),
        (b"email,name,salary\n", (1, "salary", "unknown_column")),
        (b'email,name\na@example.org,"Ada\n', (2, "", "unreadable")),
        (b"email,name\na@example.org,A\0da\n", (2, "", "null_character")),
        (b"email,name\na@example.org\n", (2, "", "wrong_cell_count")),
        (b"email,name\na@example.org,=cmd()\n", (2, "name", "formula")),
        (b"email,name\na@example.org," + b"x" * 1_000_000 + b"\n", (2, "", "unreadable")),
        (b"email,name\na@example.org," + b"x" * 2_000 + b"\n", (2, "name", "too_long")),
        (b"email,name\nada,Ada\n", (2, "email", "email")),
        (b"email,name\na@example.org,\n", (2, "name", "blank")),
        (b"email,name\na@example.org,Ada\nA@example.org,Ada\n", (3, "email", "duplicate")),
        (b"email,name,department\na@example.org,Ada,Moon\n", (2, "department", "unknown_department")),
        (b"email,name,manager_email\na@example.org,Ada,x@example.org\n", (2, "manager_email", "unknown_manager")),
        (b"email,name,external_ref\na@example.org,A,7\nb@example.org,B,7\n", (3, "external_ref", "duplicate")),
    ],
)
def test_plan_import_of_a_wrong_file_names_line_and_column(
    administrator: User, content: bytes, expected: tuple[int, str, str]
) -> None:
    assert problems(content, administrator) == [expected]
    assert User.objects.count() == 1


def test_read_people_file_of_too_many_rows_stops_at_the_limit() -> None:
    lines = "".join(f"p{number}@example.org,Person\n" for number in range(MAX_ROWS + 1))

    found = read_people_file(f"email,name\n{lines}".encode())

    assert len(found.rows) == MAX_ROWS
    assert [(one.row, one.code) for one in found.problems] == [(MAX_ROWS + 2, "too_many_rows")]


def test_import_people_adds_the_good_rows_alone(administrator: User) -> None:
    parks = DepartmentFactory(slug="parks", name="Parks")
    rows = (
        "ada@example.org,Ada,Analyst,PARKS,County Hall,bob@example.org,17\n"
        "bob@example.org,Bob,,,,admin@example.org,\n"
        "eve@example.org,Eve,,nowhere,,,\n"
        "fay@example.org,Fay,,,,eve@example.org,\n"
        "admin@example.org,Known,,,,,\n"
    )

    plan = import_people(by=administrator, content=(HEADER + rows).encode(), is_inviting=False)

    ada = User.objects.get(email="ada@example.org")
    assert (ada.department, ada.manager.email, ada.external_subject) == (parks, "bob@example.org", "17")
    assert set(User.objects.values_list("email", flat=True)) == {
        "admin@example.org",
        "ada@example.org",
        "bob@example.org",
    }
    assert plan.known_count == 1
    assert [(one.row, one.code) for one in plan.problems] == [(4, "unknown_department"), (5, "unknown_manager")]
    assert len(AuditEvent.objects.get().after["people"]) == 2
    assert not Event.objects.exists()


def test_import_people_with_invitations_owes_a_mail_to_each(administrator: User) -> None:
    import_people(by=administrator, content=b"email,name\na@example.org,A\nb@example.org,B\n", is_inviting=True)

    assert Event.objects.filter(type="person.invited").count() == 2


def test_import_people_keeps_the_name_of_the_site(administrator: User) -> None:
    SiteFactory(name="Leith")
    rows = "ada@example.org,Ada,,,LEITH ,,\nbo@example.org,Bo,,,At home,,\n"

    import_people(by=administrator, content=(HEADER + rows).encode(), is_inviting=False)

    named = dict(User.objects.exclude(site="").values_list("email", "site"))
    assert {email: site.strip() for email, site in named.items()} == {
        "ada@example.org": "LEITH",
        "bo@example.org": "At home",
    }
    assert {site_calendars([name])[name].key for name in named.values() if "LEITH" in name} == {"scotland"}


def test_import_people_of_nobody_is_refused(administrator: User) -> None:
    with pytest.raises(InvalidValue) as refusal:
        import_people(by=administrator, content=b"email,name\nadmin@example.org,Known\n", is_inviting=False)

    assert refusal.value.error_code == "nothing_to_import"


def test_plan_import_by_a_member_is_refused() -> None:
    with pytest.raises(NotPermitted):
        plan_import(by=UserFactory(), content=b"email,name\na@example.org,A\n")
