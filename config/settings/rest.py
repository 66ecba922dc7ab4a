"""Settings of the REST API."""

from typing import Any

from config import VERSION

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.PersonalToken", "api.authentication.BrowserSession"],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.Nobody"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["api.renderers.JsonRenderer"],
    "DEFAULT_THROTTLE_CLASSES": [],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_PAGINATION_CLASS": None,
    "EXCEPTION_HANDLER": "api.errors.handle_exception",
    "DEFAULT_SCHEMA_CLASS": "api.schema.MemberSchema",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Groundswell",
    "DESCRIPTION": "Improvement ideas, who looks at them and by when, and the answers. Conventions: docs/api.md.",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "LICENSE": {"name": "Apache-2.0"},
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "api.schema.add_problem"],
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    # Names where fields of one name take different words.
    "ENUM_NAME_OVERRIDES": {
        "IdeaAllowedActionsEnum": "api.v1.serializers.ideas.IDEA_ACTS",
        "ReviewAllowedActionsEnum": "api.v1.serializers.reviews.REVIEW_ACTS",
        "TriageAllowedActionsEnum": "api.v1.serializers.triage.TRIAGE_ACTS",
        "BallotAllowedActionsEnum": ("vote", "cast"),
        "BusinessCaseEnum": ("strategic", "economic", "commercial", "financial", "management", "assurance"),
        "JudgeAllowedActionsEnum": ("decide",),
        "SettlerAllowedActionsEnum": ("settle",),
        "KeeperAllowedActionsEnum": ("change", "remove"),
        "InterestStateEnum": ("clear", "declared", "recused", "mitigated", "struck"),
        "PromiseKindEnum": ("first_response", "decision"),
        "EndpointKindEnum": ("slack", "teams", "webhook"),
        "ReviewModeEnum": ("required", "advisory"),
    },
}
