"""A form with one field of every kind, for the gallery of parts."""

from django import forms

from frontend.widgets import ScoreSelect

COSTS = (("0", "Under £1,000"), ("1", "£1,000 to £10,000"), ("unknown", "I don\u2019t know"))
SCORES = [(number, str(number)) for number in range(1, 6)]
ANCHORS = {1: "No staff, skill or fallback", 3: "With training", 5: "As now, or easier"}
ERRONEOUS = {"title": "", "email": "nobody", "score": "4"}


class GalleryForm(forms.Form):
    """Fields as people meet them."""

    title = forms.CharField(label="Give it a short name", widget=forms.TextInput({"class": "gs-voice gs-voice-title"}))
    problem = forms.CharField(
        label="What is the problem?",
        help_text="What happens, to whom, how often?",
        widget=forms.Textarea({"class": "gs-voice", "rows": 3}),
    )
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput({"autocomplete": "email"}))
    department = forms.ChoiceField(label="Department", choices=[("", "Choose one"), ("it", "IT")], required=False)
    cost = forms.ChoiceField(label="Rough one-off cost, with staff time", choices=COSTS, widget=forms.RadioSelect)
    score = forms.TypedChoiceField(label="Can we run it?", choices=SCORES, coerce=int, widget=ScoreSelect(ANCHORS))
    sites = forms.MultipleChoiceField(
        label="Sites", choices=[("a", "County Hall"), ("b", "Libraries")], widget=forms.CheckboxSelectMultiple
    )
    is_small = forms.BooleanField(
        label="It is small: only my own team, almost free, easy to undo",
        help_text="One tick answers everything below.",
        required=False,
    )
    photo = forms.FileField(label="Photo", help_text="png, jpg or webp, up to 5 MB", required=False)
