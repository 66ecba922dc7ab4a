"""Requests that cannot be read or answered as they came, whatever they are about."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

REQUESTS: Final[Mapping[str, ProblemType]] = {
    "bad_host": ProblemType(
        400,
        _("The server was asked for under a name that is not its own."),
        _("Call the address that your organisation gave you. Whoever runs the server sets its names in ALLOWED_HOSTS."),
    ),
    "bad_length": ProblemType(
        400,
        _("The header Content-Length is no whole number, or was sent twice."),
        _("Send one Content-Length with the number of bytes in the body."),
    ),
    "bad_request": ProblemType(
        400,
        _("The request could not be understood."),
        _("Compare it with the description of the API at /api/v1/docs."),
    ),
    "duplicate_key": ProblemType(
        400, _("The body names a key twice, and one of the values would be lost."), _("Send each key once.")
    ),
    "headers_too_large": ProblemType(
        431,
        _("The request has more than 100 headers, or more than 32 KiB of them."),
        _("Leave out headers and cookies that are not needed."),
    ),
    "incomplete_body": ProblemType(
        400,
        _("The body ended before its announced length. Nothing was saved."),
        _("Send it again, with the Content-Length of what you send."),
    ),
    "invalid_cursor": ProblemType(
        400,
        _("The cursor was made for another list, other filters, another order or another person, or was changed."),
        _("Begin the list anew without a cursor, then follow `next` as it is."),
    ),
    "invalid_idempotency_key": ProblemType(
        400,
        _("The header Idempotency-Key is empty, longer than 255 characters, or not printable ASCII."),
        _("Send a random UUID, a new one for each intent."),
    ),
    "invalid_parameter": ProblemType(
        400,
        _("A query parameter has a value that cannot be read."),
        _("`errors` names it and says what is wanted."),
    ),
    "idempotency_mismatch": ProblemType(
        422,
        _("This Idempotency-Key was used for another request."),
        _("Use a new key for a new intent. Repeat a request exactly as it was when you repeat its key."),
    ),
    "idempotency_not_supported": ProblemType(
        400,
        _("The answer holds a secret, or nothing is changed, so it is not kept to be given twice."),
        _("Send the request without an Idempotency-Key."),
    ),
    "in_progress": ProblemType(
        409,
        _("A request with this Idempotency-Key is still running."),
        _("Wait a moment and repeat it with the same key."),
    ),
    "length_required": ProblemType(
        411, _("The body came in chunks without a length."), _("Send it whole, with a Content-Length.")
    ),
    "malformed_body": ProblemType(
        400,
        _("The body could not be read as its Content-Type says."),
        _("Check how the form and its parts are written."),
    ),
    "malformed_json": ProblemType(
        400,
        _("The body is not one JSON document in UTF-8, or holds NaN, Infinity or a number beyond a double."),
        _("Send one JSON document without a byte order mark."),
    ),
    "method_not_allowed": ProblemType(
        405, _("This address does not answer this method."), _("The header Allow names the methods that it answers.")
    ),
    "not_acceptable": ProblemType(
        406, _("The header Accept asks for a media type that is not made here."), _("Accept application/json.")
    ),
    "precondition_required": ProblemType(
        428,
        _("An edit has to say which version it changes, and the header If-Match is missing."),
        _("Read the object, then send its ETag in If-Match."),
    ),
    "refused": ProblemType(
        400, _("The request was refused before anything was done."), _("Read `detail`; it says why.")
    ),
    "repeated_parameter": ProblemType(
        400, _("A query parameter was given more than once."), _("Separate several values by commas.")
    ),
    "request_timeout": ProblemType(
        408, _("The body did not arrive within 60 seconds. Nothing was saved."), _("Send it again over a better line.")
    ),
    "server_error": ProblemType(
        500,
        _("Something failed that should not have, and it is our fault."),
        _("Tell whoever runs Groundswell the id in `instance`; the log has the reason under it."),
    ),
    "database_unavailable": ProblemType(
        503, _("The database does not answer. Nothing was saved."), _("Wait as long as Retry-After says, then repeat.")
    ),
    "query_too_slow": ProblemType(
        503, _("The question took too long to answer."), _("Ask for less at once: a smaller page, a narrower filter.")
    ),
    "storage_full": ProblemType(
        503,
        _("There is no room left to save anything."),
        _("Tell whoever runs Groundswell. What you sent was not saved."),
    ),
    "too_busy": ProblemType(
        503, _("The server has too much to do at this moment."), _("Wait a few seconds, then repeat.")
    ),
    "too_deep": ProblemType(400, _("The body is nested deeper than 20 levels."), _("Send a flatter document.")),
    "too_large": ProblemType(
        413,
        _("The body is larger than 256 KiB, or than 12 MiB for a form with files."),
        _("Send less at once."),
    ),
    "too_many_keys": ProblemType(400, _("The body has more than 1,000 keys."), _("Send less at once.")),
    "too_many_parameters": ProblemType(
        400, _("The request has more than 1,000 parameters or form fields."), _("Send fewer.")
    ),
    "too_many_requests": ProblemType(
        429,
        _("This was done too often in a short time."),
        _("Wait as many seconds as Retry-After says. RateLimit tells beforehand how much is left."),
    ),
    "unavailable": ProblemType(
        503, _("Something that is needed does not answer."), _("Wait as long as Retry-After says, then repeat.")
    ),
    "unknown_field": ProblemType(
        400,
        _("The body names a field that is not known here, or that only the server sets. Nothing was saved."),
        _("Leave out the fields that `errors` names."),
    ),
    "unknown_parameter": ProblemType(
        400,
        _("A query parameter is not known here. It is refused, because ignoring it would give the wrong list."),
        _("Leave out the parameter that `errors` names, or correct its name."),
    ),
    "unsupported_media_type": ProblemType(
        415,
        _("The body is of a media type or charset that is not read here."),
        _("Send application/json in UTF-8, or multipart/form-data where a file is wanted."),
    ),
}
