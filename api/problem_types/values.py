"""Values that are wrong. `errors` names the place of each with a pointer into the body."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

VALUES: Final[Mapping[str, ProblemType]] = {
    "answer_missing": ProblemType(
        422, _("A question of the form has no answer."), _("Answer it; “I don’t know” is an answer.")
    ),
    "bidi_control": ProblemType(
        422, _("A text holds an invisible character that turns the direction of reading."), _("Remove it.")
    ),
    "blank": ProblemType(422, _("Nothing of a text can be seen."), _("Write something there.")),
    "cannot_pause": ProblemType(
        422,
        _(
            "The question cannot stop the clock: it is not for the author, the review is advice, or a round has waited enough."
        ),
        _("Ask without `stops_clock`."),
    ),
    "campaign_closed": ProblemType(422, _("The campaign takes no ideas now."), _("Choose another, or none.")),
    "comment_required": ProblemType(
        422, _("A low score, a “no” or a “not us” lacks its reason."), _("Say in a few words why.")
    ),
    "control_character": ProblemType(422, _("A line holds a control character."), _("Remove it.")),
    "date": ProblemType(
        422,
        _("This is no date, or no date and time, of RFC 3339."),
        _("Write 2026-11-21, or 2026-11-21T09:00:00Z."),
    ),
    "date_required": ProblemType(422, _("The reason of a decision needs a date."), _("Give one as 2026-11-21.")),
    "days_over": ProblemType(422, _("The days are over."), _("Give days to come.")),
    "ends_before_start": ProblemType(
        422, _("The last day comes before the first."), _("Give them the other way round.")
    ),
    "half_of_several": ProblemType(
        422, _("Half a day is told for several days."), _("Give one day as the first and the last, or whole days.")
    ),
    "overlaps": ProblemType(
        422, _("Something is said for some of these days already."), _("Give other days, or change what was said.")
    ),
    "same_person": ProblemType(422, _("One person is named twice."), _("Name somebody else.")),
    "delegation_chain": ProblemType(
        422,
        _("One of the two acts for somebody on these days, or has somebody acting for them; nobody passes that on."),
        _("Name somebody else, or other days."),
    ),
    "file_empty": ProblemType(422, _("The file has no bytes."), _("Choose another file.")),
    "file_infected": ProblemType(
        422, _("The scanner found malware in the file."), _("Do not open it; tell your security team.")
    ),
    "file_too_large": ProblemType(413, _("The file is larger than 10 MiB."), _("Send a smaller one.")),
    "file_type": ProblemType(
        422,
        _("The file is of a kind that is not taken; the kind is told from its bytes, not from its name."),
        _("Send png, jpg, webp, pdf, txt or csv."),
    ),
    "file_unsafe": ProblemType(
        422, _("The picture is broken, or too large to open."), _("Save it anew and send that.")
    ),
    "has_reviewed": ProblemType(
        422,
        _(
            "Somebody who has reviewed or decided an idea, or voted on it for the board, cannot become one of its authors."
        ),
        _("Leave this person out."),
    ),
    "invalid_choice": ProblemType(422, _("This is not one of the words that are taken."), _("`detail` names them.")),
    "invalid_id": ProblemType(422, _("This is no id: ids are UUIDs."), _("Send the `id` that the API gave.")),
    "invalid_unicode": ProblemType(422, _("A text holds half of a surrogate pair."), _("Send whole characters.")),
    "link_required": ProblemType(
        422, _("The reason of a decision needs a link."), _("Give a web address, or the ref of an idea.")
    ),
    "name_taken": ProblemType(
        422, _("There is another one of this name."), _("Choose another name, or change that one.")
    ),
    "named_twice": ProblemType(422, _("The same person is named twice among the authors."), _("Name them once.")),
    "misplaced_concern": ProblemType(
        422,
        _("The words read as if they belonged elsewhere: a grievance, a safety report or the like. Nothing was kept."),
        _("Go where `detail` says; if it is an improvement idea all the same, send `is_improvement` with it."),
    ),
    "no_letters": ProblemType(422, _("A name of a tag or supplier has neither letter nor digit."), _("Give it one.")),
    "not_for_departments": ProblemType(
        422,
        _("The end of the audit trail is for channels of the whole organisation."),
        _("Leave the department out, or that event."),
    ),
    "not_slack": ProblemType(
        422, _("The address is no incoming webhook of Slack."), _("It begins with https://hooks.slack.com/.")
    ),
    "not_teams": ProblemType(
        422,
        _("The address is no workflow of Microsoft Teams."),
        _("It ends in powerplatform.com, powerautomate.com or logic.azure.com."),
    ),
    "null_character": ProblemType(
        422, _("A text holds the character U+0000, which cannot be stored."), _("Remove it.")
    ),
    "out_of_range": ProblemType(422, _("A number or date is beyond its bounds."), _("`detail` names them.")),
    "reason_required": ProblemType(422, _("A decision or act lacks its reason."), _("Give one.")),
    "required": ProblemType(422, _("A value is missing."), _("`errors` names the field.")),
    "same_owner": ProblemType(422, _("This person has the review already."), _("Choose somebody else.")),
    "scanner_unavailable": ProblemType(
        503,
        _("The scanner that has to look at every file does not answer. The file was not kept."),
        _("Send it again later; tell whoever runs Groundswell."),
    ),
    "score_missing": ProblemType(422, _("A criterion has no score."), _("Give 1 to 5, or null with `cannot say`.")),
    "teams_connector_retired": ProblemType(
        422,
        _("Microsoft has switched off connectors of this kind."),
        _("Make a workflow “Post to a channel when a webhook request is received” and use its address."),
    ),
    "text_required": ProblemType(
        422, _("The reason of a decision needs words."), _("Say in a sentence what is meant.")
    ),
    "timezone_required": ProblemType(422, _("A moment has no time zone."), _("Write Z or an offset such as +01:00.")),
    "too_long": ProblemType(
        422, _("A text or list is too long; text is counted in code points."), _("`detail` says how much fits.")
    ),
    "too_many": ProblemType(422, _("A list has too many members."), _("`detail` says how many fit.")),
    "too_many_files": ProblemType(422, _("The idea has ten files already."), _("Remove one first.")),
    "too_many_marks": ProblemType(422, _("More than 8 accents are on one letter."), _("Remove some.")),
    "too_short": ProblemType(422, _("A text or list is too short."), _("`detail` says how much is wanted.")),
    "type": ProblemType(
        422,
        _('A value is of the wrong type. Nothing is converted: "1" is no number and 1 is no text.'),
        _("`detail` says which type is wanted."),
    ),
    "unknown_campaign": ProblemType(422, _("There is no such campaign."), _("Choose one of /api/v1/campaigns.")),
    "unknown_criterion": ProblemType(
        422, _("This department does not score that."), _("/api/v1/routing/rule-set names its criteria.")
    ),
    "unknown_department": ProblemType(422, _("There is no such department."), _("Choose one of /api/v1/departments.")),
    "unknown_kind": ProblemType(
        422, _("There is no such kind of news."), _("/api/v1/me/notification-preferences names them.")
    ),
    "unknown_option": ProblemType(
        422, _("This is none of the answers that are offered."), _("/api/v1/routing/rule-set names them.")
    ),
    "unknown_person": ProblemType(422, _("One of these people does not work here."), _("Choose from /api/v1/people.")),
    "unknown_question": ProblemType(
        422,
        _("There is no such question, or this department is not asked it."),
        _("/api/v1/routing/rule-set names them."),
    ),
    "unknown_reason": ProblemType(
        422,
        _("This reason code is not offered for this decision."),
        _("/api/v1/routing/rule-set names the reasons of each."),
    ),
    "url_not_allowed": ProblemType(
        422,
        _("Nothing is sent to this address: only public names under https are called."),
        _("Give another address, or ask whoever runs the server to allow it (docs/webhooks.md)."),
    ),
    "validation": ProblemType(
        422,
        _("Several values are wrong, in different ways."),
        _("`errors` names each; every code has a page like this."),
    ),
}
