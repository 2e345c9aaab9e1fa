"""Errors: we cannot go on. What a document gets wrong is a finding, what we cannot place a leftover."""

from gongkai.messages import one_line, say


class GongkaiError(Exception):
    """Where it happened, what was met, what to do: one line, in the reader's language.

    `exit_code` is what the command line ends with when nothing else went wrong.
    """

    exit_code = 2

    def __init__(self, where: str, *, zh: str, en: str) -> None:
        self.where = where
        self.zh = zh
        self.en = en
        super().__init__(where, zh, en)

    def __str__(self) -> str:
        return one_line(f"{self.where}: {say(self.zh, self.en)}")

    def __reduce__(self) -> tuple[object, ...]:
        """Crosses from the reading process to ours."""
        return (_again, (type(self), self.where, self.zh, self.en))


def _again(kind: type[GongkaiError], where: str, zh: str, en: str) -> GongkaiError:
    return kind(where, zh=zh, en=en)


class ReadError(GongkaiError):
    """A file could not be read: missing, empty, encrypted, damaged, or of no format that we know."""


class NotADisclosureError(GongkaiError):
    """The file was read, and holds nothing of a budget or final account."""


class RegistrationError(GongkaiError):
    """A disclosure.toml has a wrong key or value."""


class PackageError(GongkaiError):
    """A data package is incomplete, or its rows break its schema."""


class AmountError(GongkaiError):
    """A text is not an amount."""


class BuildError(GongkaiError):
    """The site or the database could not be built."""
