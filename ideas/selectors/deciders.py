"""Who decides an idea, for readers of selectors; the rule itself is a policy."""

from ideas.policies.deciders import Decider, DeciderReason, decider_of, deciders_of, expected_decider

__all__ = ["Decider", "DeciderReason", "decider_of", "deciders_of", "expected_decider"]
