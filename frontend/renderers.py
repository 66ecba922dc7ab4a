"""Forms drawn with our own templates, from the folders that the pages use."""

from django.forms.renderers import TemplatesSetting


class GroundswellRenderer(TemplatesSetting):
    """Make `{{ form }}` and `{{ field.as_field_group }}` draw our label, hint, message and control."""

    form_template_name = "frontend/components/form.html"
    field_template_name = "frontend/components/field.html"
