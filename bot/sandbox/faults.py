"""Faults to order: the next calls of a method fail as one wishes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.errors import ApiError, too_many_requests, with_title

_REASONS = {403: "bot was blocked by the user", 400: "chat not found"}
_NOT_IN_STAR = {"getUpdates", "getMe"}


@dataclass(slots=True)
class Fault:
    """One order; `times` counts down, None never ends."""

    method: str
    status: int | None
    retry_after: int | None
    description: str | None
    delay: float
    hang: bool
    drop: bool
    times: int | None
    chat_id: int | None

    @property
    def error(self) -> ApiError | None:
        """The answer to give in place of the real one, or None to go on."""
        if self.status is None:
            return None
        if self.status == 429:
            return too_many_requests(self.retry_after or 1)
        if self.description is not None:
            return ApiError(self.status, self.description)
        return with_title(self.status, _REASONS.get(self.status))


class Faults:
    """The orders given and not yet used up."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def next(
        self,
        method: str,
        *,
        status: int | None = None,
        retry_after: int | None = None,
        description: str | None = None,
        delay: float = 0.0,
        hang: bool = False,
        drop: bool = False,
        times: int | None = 1,
        chat_id: int | None = None,
    ) -> None:
        """Order what happens to the next calls of a method ("*": of any that is not getUpdates or getMe).

        `status` answers an error without doing anything, `delay` waits so many seconds first, `hang` never
        answers, `drop` does what is asked and then closes the connection without a word. `times=None` lasts until
        `clear`.
        """
        self._orders.append(Fault(method, status, retry_after, description, delay, hang, drop, times, chat_id))

    def clear(self) -> None:
        """Forget every order."""
        self._orders.clear()

    def take(self, method: str, chat_id: object) -> Fault | None:
        """Use up one order that fits the call."""
        for order in self._orders:
            fits = order.method == method or (order.method == "*" and method not in _NOT_IN_STAR)
            if fits and (order.chat_id is None or str(order.chat_id) == str(chat_id)):
                if order.times is not None:
                    order.times -= 1
                    if order.times <= 0:
                        self._orders.remove(order)
                return order
        return None
