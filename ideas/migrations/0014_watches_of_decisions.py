"""Lets the ideas that were already put to sleep until a day wake on it."""

from django.db import migrations

_FILL = """
insert into ideas_watch (public_id, decision_id, kind, text, "on")
select gen_random_uuid(), id, 'date', '', wakes_on from ideas_decision where wakes_on is not null
on conflict do nothing
"""


class Migration(migrations.Migration):
    dependencies = [("ideas", "0013_watches")]

    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
