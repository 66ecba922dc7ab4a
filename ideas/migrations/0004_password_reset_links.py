"""Lets a one-time link also stand for a new password."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0003_unassignable_and_cannot_say"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="signinlink",
            name="sign_in_link_purpose_known",
        ),
        migrations.AlterField(
            model_name="signinlink",
            name="purpose",
            field=models.CharField(
                choices=[("sign_in", "sign in"), ("invitation", "invitation"), ("reset", "new password")], max_length=12
            ),
        ),
        migrations.AddConstraint(
            model_name="signinlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["sign_in", "invitation", "reset"])),
                name="sign_in_link_purpose_known",
            ),
        ),
    ]
