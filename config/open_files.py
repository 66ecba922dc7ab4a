"""How many files and connections a process may hold open."""

import resource
from typing import Final

# Each open page is a connection. More than this no process of ours serves, and some systems answer badly to "no limit".
ENOUGH: Final = 65_536


def raise_open_files() -> None:
    """Use what the system allows, up to 65,536: the usual 1,024 end after a thousand open pages."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
