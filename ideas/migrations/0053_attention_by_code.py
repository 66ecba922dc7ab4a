"""Keeps why somebody must look at an idea as a code, so that no change of language leaves it standing."""

from django.db import migrations

SENTENCES = {
    "no_date": "Nothing is to happen next with this idea: no date lies ahead. Move it on.",
    "unheard": "Something is late or soon due here, and nobody could be told who may see this idea and act.",
    "nobody_decides": "Nobody is left who may decide this idea.",
    "nobody_judges": "Nobody is left who may answer the appeal against this decision.",
    "not_routed": "Nobody routes this idea: its delivery is gone. Route it again.",
    "route_given_up": "Routing failed five times: the departments do not have it yet.",
    "assign_given_up": "Finding a reviewer failed five times.",
    "notify_given_up": "Telling people about it failed five times.",
    "announce_given_up": "Announcing the decision failed five times.",
    "step_given_up": "A step of its handling failed five times.",
}
SET = "UPDATE ideas_idea SET needs_attention = %s WHERE needs_attention = %s"
GONE = r"""
UPDATE ideas_idea
SET needs_attention = regexp_replace(
    needs_attention, '^Nobody can be asked in (.*): the department no longer exists\.$', 'department_gone:\1'
)
WHERE needs_attention LIKE 'Nobody can be asked in %: the department no longer exists.'
"""
NAMED = r"""
UPDATE ideas_idea
SET needs_attention = left(regexp_replace(
    needs_attention, '^department_gone:(.*)$', 'Nobody can be asked in \1: the department no longer exists.'
), 500)
WHERE needs_attention LIKE 'department\_gone:%'
"""


TO_CODES = [*[(SET, [code, sentence]) for code, sentence in SENTENCES.items()], (GONE, None)]
TO_SENTENCES = [*[(SET, [sentence, code]) for code, sentence in SENTENCES.items()], (NAMED, None)]


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0052_no_deletion_of_clock_entries"),
    ]

    operations = [
        migrations.RunSQL(TO_CODES, TO_SENTENCES),
    ]
