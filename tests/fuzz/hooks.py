"""What a description cannot say: which cases there are, and that a session that has ended is over."""

import os
import random

import schemathesis

CASES = os.environ["VANTRUM_CASES"].split()
TOKEN = os.environ["VANTRUM_TOKEN"]
spare = os.environ["VANTRUM_SPARE"].split()
# Drawn beside the generated data, so the same in every run of one seed.
draw = random.Random(20261122)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Sends three of four commands to a case that there is, and ends and locks only sessions made for that."""
    if "id" in (case.path_parameters or {}) and good_path(case) and draw.random() < 0.75:
        case.path_parameters["id"] = draw.choice(CASES)
    if case.operation.label in ("DELETE /api/v1/session", "POST /api/v1/session/lock"):
        ends = case.operation.label.startswith("DELETE")
        for headers in (case.headers, kwargs.get("headers")):
            if headers is not None and headers.get("Authorization") == f"Bearer {TOKEN}":
                # With none left, one that is over is as good as any: it is refused.
                headers["Authorization"] = f"Bearer {spare.pop() if ends and len(spare) > 1 else spare[0]}"


def good_path(case) -> bool:
    """Whether the generated path is a good one: a bad one is sent as it is."""
    meta = case.meta
    return meta is None or all(part.mode.value != "negative" for where, part in meta.components.items() if where.value == "path")
