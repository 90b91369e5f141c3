"""The one error of the project that a person can mend."""

from __future__ import annotations


class DataError(ValueError):
    """Something a person wrote or sent is not as it must be: where, what, how to mend it, in a sentence.

    Attributes:
        what: What is wrong and how to mend it, in plain Chinese.
        where: The place (``file:line``, a field …), empty where there is none.
    """

    def __init__(self, what: str, where: str = "") -> None:
        self.what, self.where = what, where
        super().__init__(f"{where}: {what}" if where else what)
