"""One file per format. Each offers `DIALECT`; none knows another, and nothing else needs to know them.

Adding a format is adding a file here.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from feeds.facts import Dialect


@cache
def dialects() -> tuple[Dialect[Any], ...]:
    """Give every dialect, those that know their own most surely first."""
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    found: list[Dialect[Any]] = [module.DIALECT for module in modules]
    return tuple(sorted(found, key=lambda dialect: (dialect.trust, dialect.name)))
