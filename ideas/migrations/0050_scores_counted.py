"""Counts the scores of ideas whose departments answered before scores were kept."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from django.db import migrations
from django.db.models import F

AT_ONCE = 500


def count_scores(apps, schema_editor):
    known, rules = apps.get_model("ideas", "Idea").objects, {}
    scored = apps.get_model("ideas", "Score").objects.filter(
        value__isnull=False, review__state="submitted", review__round=F("review__idea__round")
    )
    last = 0
    while True:
        ideas = list(
            known.filter(pk__gt=last, pk__in=scored.values("review__idea")).order_by("pk").only("pk", "round")[:AT_ONCE]
        )
        if not ideas:
            return
        last = ideas[-1].pk
        _count(apps, ideas, scored, rules)


def _count(apps, ideas, scored, rules):
    decisions = apps.get_model("ideas", "RoutingDecision").objects
    routed = decisions.filter(idea__in=ideas, round=F("idea__round")).order_by("id")
    rule_sets = dict(routed.values_list("idea_id", "rule_set_id"))
    found = defaultdict(list)
    columns = ("review__idea_id", "review__department__slug", "review__confidence", "criterion_id", "value")
    for idea_id, *entry in scored.filter(review__idea__in=ideas).values_list(*columns):
        found[idea_id].append(entry)
    for idea in ideas:
        if idea.pk in rule_sets:
            idea.score = _score(found[idea.pk], _rules(apps, rule_sets[idea.pk], rules))
    apps.get_model("ideas", "Idea").objects.bulk_update(ideas, ["score"])


def _rules(apps, rule_set_id, known):
    """Weights by department and criterion, and the factor of each confidence, of one rule set."""
    if rule_set_id not in known:
        body = apps.get_model("ideas", "RuleSet").objects.values_list("body", flat=True).get(pk=rule_set_id)
        weights = {(one["slug"], row["id"]): row["weight"] for one in body["departments"] for row in one["criteria"]}
        known[rule_set_id] = weights, {one["code"]: Decimal(str(one["factor"])) for one in body["confidences"]}
    return known[rule_set_id]


def _score(entries, rules):
    weights, factors = rules
    rows = [
        (weights[slug, criterion], factors.get(confidence, Decimal(1)), value)
        for slug, confidence, criterion, value in entries
        if (slug, criterion) in weights
    ]
    weight = sum(one for one, _factor, _value in rows)
    if not weight:
        return None
    earned = sum((one * factor * (value - 1) for one, factor, value in rows), Decimal(0))
    return int((100 * earned / (weight * 4)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("ideas", "0049_scores_of_ideas"),
    ]

    operations = [
        migrations.RunPython(count_scores, migrations.RunPython.noop, elidable=True),
    ]
