"""Lets people take mail at any hour, spaces messages to a receiver, and keeps an old secret for a while."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0004_password_reset_links"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="notification",
            name="notification_mailed",
        ),
        migrations.AddField(
            model_name="endpoint",
            name="failing_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="free_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="previous_secret_encrypted",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="previous_secret_until",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="quiet_hours",
            field=models.BooleanField(default=True, verbose_name="mail in working hours only"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("mailed_at__isnull", False)),
                fields=["person", "mailed_at"],
                name="notification_mailed",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("mail_state", "now")), fields=["person", "idea"], name="notification_to_mail"
            ),
        ),
    ]
