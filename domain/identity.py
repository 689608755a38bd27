"""What lasts of an entry of a source, whatever else its next reading brings."""

from __future__ import annotations

from hashlib import sha256


class Identified:
    """Something with a lasting identity: a native id or a normalised link, never a date."""

    __slots__ = ()
    identity: str

    @property
    def key(self) -> str:
        """SHA-256 of the identity, in hexadecimal: short enough for an index, kept for good."""
        return sha256(self.identity.encode()).hexdigest()
