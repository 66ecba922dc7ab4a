"""What every installation starts with: calendars, the seven departments, the default rule set, the organisation's row."""

import json
from importlib import resources

from django.db import transaction
from django.utils import timezone

from ideas.models import Calendar, Department, Organisation, RuleSet
from ideas.routing.parsing import parse_rule_set
from ideas.selectors.calendars import YEARS_AHEAD
from ideas.services.calendars import fill_holidays

CALENDARS = {
    "england_and_wales": ("England and Wales", "GB", "ENG"),
    "scotland": ("Scotland", "GB", "SCT"),
    "northern_ireland": ("Northern Ireland", "GB", "NIR"),
}


@transaction.atomic
def install_defaults() -> None:
    """Add whatever of the starting rows is missing; running it again changes nothing an organisation edited.

    `manage.py migrate` calls it. Holidays run from last year to three years ahead.
    """
    calendars = {key: _calendar(key, *names) for key, names in CALENDARS.items()}
    Organisation.objects.get_or_create(pk=1, defaults={"calendar": calendars["england_and_wales"]})
    body = json.loads(resources.files("ideas.routing").joinpath("data/default_rule_set.json").read_text("utf-8"))
    for guide in parse_rule_set(body).departments:
        Department.objects.get_or_create(slug=guide.slug, defaults={"name": guide.name, "kind": Department.Kind.CORE})
    if not RuleSet.objects.exists():
        RuleSet.objects.create(name=body["ruleset"], version=1, body=body, active_from=timezone.now())


def _calendar(key: str, name: str, country: str, subdivision: str) -> Calendar:
    calendar, is_new = Calendar.objects.get_or_create(
        key=key, defaults={"name": name, "country": country, "subdivision": subdivision}
    )
    if is_new:
        this_year = timezone.now().year
        fill_holidays(calendar=calendar, years=range(this_year - 1, this_year + YEARS_AHEAD + 1))
    return calendar
