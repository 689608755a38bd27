"""The exception tree.

    ReffopError
    ├── ConfigurationError  a setting is missing or wrong
    ├── ReferenceDataError  a reference file or row is wrong
    ├── StorageError        the database cannot be reached or used
    ├── FetchError          a remote site did not give a usable answer
    └── ParseError          bytes that are not what they should be

The expected is a value, not an exception: `Gone`, `NotModified`, "no answer".
"""

from __future__ import annotations


class ReffopError(Exception):
    """Root of every error that we raise; its text is one clear line for the person at the terminal."""


class ConfigurationError(ReffopError):
    """A setting is missing or wrong.

    `faults` holds one line per fault: variable, shape of the value, what was expected.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class ReferenceDataError(ReffopError):
    """A row of a reference file is wrong; nothing of that file was applied.

    `file` is relative to the reference folder, `line` counts from 1 (0 when the file itself is unreadable).
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class StorageError(ReffopError):
    """The database cannot be reached, is not migrated, or belongs to another process."""


class FetchError(ReffopError):
    """A remote site did not give a usable answer.

    `retry_after` is the pause it asked for, in seconds, or None.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class ParseError(ReffopError):
    """The bytes are not a readable feed or calendar."""
