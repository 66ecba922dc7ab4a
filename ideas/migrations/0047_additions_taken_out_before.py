"""Names the change that took out a department asked as well, where a triager's later change did not ask it any more."""

from django.db import migrations

TAKE_OUT = """
UPDATE ideas_routingoverride AS addition
SET taken_out_by_id = (
    SELECT min(change.id)
    FROM ideas_routingoverride AS change
    WHERE change.idea_id = addition.idea_id AND change.round = addition.round AND change.id > addition.id
        AND change.asked_also_id IS NULL AND NOT change.added ? department.slug
)
FROM ideas_department AS department
WHERE department.id = addition.asked_also_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0046_additions_taken_out"),
    ]

    operations = [
        migrations.RunSQL(TAKE_OUT, migrations.RunSQL.noop),
    ]
