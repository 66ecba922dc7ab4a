"""Python packages and front-end assets, at the same time where the machine has its own Node."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from config.launch import assets, environment
from config.launch.steps import run_step


def prepare(locks: Sequence[str]) -> None:
    """See to it that the packages of these locks and the built assets are there; quick when they are.

    Raises:
        StepError: see `environment.prepare` and `assets.prepare`.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        built: Future[None] | None = None
        if assets.node_on_path() is not None:
            built = pool.submit(assets.prepare)
        environment.prepare(locks)
        if built is not None and built.done():
            built.result()
        elif not assets.is_current(assets.fingerprint()):
            run_step("Building style sheet, script and icons", built.result if built else assets.prepare)
