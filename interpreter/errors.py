"""The faults a user can act on: problem, what it means for this case, remedy.

Anything that is not an `InterpreterError` or `Cancelled` is a fault of the program.
"""

from __future__ import annotations


class InterpreterError(Exception):
    """A fault in three sentences for the user; `details` lists faulty rows or positions, one a line."""

    def __init__(self, *, problem: str, meaning: str, remedy: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.meaning = meaning
        self.remedy = remedy
        self.details = details

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the four texts when a worker process sends the fault home."""
        return _rebuild, (type(self), self.problem, self.meaning, self.remedy, self.details)

    def __str__(self) -> str:
        listed = "".join(f"\n  - {line}" for line in self.details)
        return f"{self.problem}{listed}\n{self.meaning}\n{self.remedy}"


def _rebuild(
    kind: type[InterpreterError], problem: str, meaning: str, remedy: str, details: tuple[str, ...]
) -> InterpreterError:
    return kind(problem=problem, meaning=meaning, remedy=remedy, details=details)


class InputFileError(InterpreterError):
    """A file cannot be read as what it should be."""


class HostileFileError(InputFileError):
    """A file breaks a limit (line length, decompression ratio, ...) before it is parsed (S25)."""


class AssemblyError(InterpreterError):
    """The assembly is contradicted, refused by name, or must be stated (S3)."""


class SampleChoiceError(InterpreterError):
    """Which sample is the tumour cannot be told, or the named one is absent or doubtful (S9, S18)."""


class TumourTypeError(InterpreterError):
    """The tumour type is not an OncoTree node (S13)."""


class CatalogueError(InterpreterError):
    """Catalogue tables are faulty; `details` names every faulty row."""


class WordsError(InterpreterError):
    """A language's wording is missing, faulty, not complete or not released."""


class MarkerSyntaxError(InterpreterError):
    """A marker expression cannot be read (RULES R6)."""


class ReferenceTableError(InterpreterError):
    """The transcript table is missing, faulty or cannot be built from the given release."""


class PersonFileError(InterpreterError):
    """PERSON.toml holds values outside the closed vocabulary."""


class ResultsFileError(InterpreterError):
    """RESULTS.toml holds values outside the closed vocabulary."""


class AssayFileError(InterpreterError):
    """ASSAY.toml or a coverage file cannot be used as proof."""


class ManifestError(InterpreterError):
    """The batch manifest is faulty; `details` names every faulty row."""


class OutputError(InterpreterError):
    """A file cannot be written; nothing half-written is left."""


class StoreError(InterpreterError):
    """The case store cannot be opened, is newer than the program, locked, or on a network share."""


class StoreClosedError(StoreError):
    """The case store was closed or locked by its user: nothing is wrong with it, and nothing of it was read."""


class PackError(InterpreterError):
    """A catalogue pack is tampered with, truncated, unsigned or older than the installed one."""


class SettingsError(InterpreterError):
    """The settings file holds a value outside its range."""


class Cancelled(Exception):  # noqa: N818 - a wish of the user, not a fault
    """The user stopped the work; nothing is shown."""
