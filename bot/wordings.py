"""What editors taught, written in the form of the reference data."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from storage.wordings import Taught


def write_wordings(found: Sequence[Taught]) -> str:
    """Write what was taught in the form of storage/reference/wordings.yaml."""
    rows = [{"words": one.text, "kind": one.kind, "id": one.slug} for one in reversed(found)]
    note = "Taught in the chat, to be reviewed."
    return yaml.safe_dump({"meta": {"note": note}, "wordings": rows}, allow_unicode=True, sort_keys=False, width=120)
