"""Bodies of the audit trail."""

from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from ideas.selectors.audit import ChainReport


@dataclass(frozen=True, slots=True)
class ChainBreakBody:
    """The first place at which the chain does not hold."""

    seq: Annotated[int, _("the number of the row in the chain, from 1")]
    detail: Annotated[str, _("what is wrong there")]


@dataclass(frozen=True, slots=True)
class ChainBody:
    """What a check of the whole audit trail found."""

    is_whole: bool
    rows: Annotated[int, _("sealed rows that hold, from the first one on")]
    unsealed: Annotated[int, _("rows written a moment ago that have no seal yet")]
    head_seq: Annotated[int, _("the number of the last row of the chain; 0 for an empty one")]
    head_hash: Annotated[str, _("the seal of the last row, 64 hexadecimal digits")]
    broken: ChainBreakBody | None


def chain_body(report: ChainReport) -> ChainBody:
    """Return the body of a check."""
    broken = report.broken
    return ChainBody(
        is_whole=report.is_whole,
        rows=report.row_count,
        unsealed=report.unsealed_count,
        head_seq=report.head_seq,
        head_hash=report.head_hash,
        broken=ChainBreakBody(broken.seq, str(broken.sentence)) if broken else None,
    )
