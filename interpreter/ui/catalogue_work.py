"""The work behind the catalogue's window, without Qt: a pack or an import is read, compared, and only then accepted."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from interpreter.catalogue.diff import CatalogueDiff, TouchedCase, diff_catalogues
from interpreter.catalogue.drafts import Action, Draft, approve_draft, new_draft
from interpreter.catalogue.import_civic import import_civic
from interpreter.catalogue.import_moalmanac import import_moalmanac
from interpreter.catalogue.import_table import import_table
from interpreter.catalogue.imports import ImportContext, ImportResult, Remark
from interpreter.catalogue.installed import check_pack, in_use_with, install_pack
from interpreter.catalogue.keys import load_signing_key, trusted_keys
from interpreter.catalogue.load import load_catalogue, load_tables
from interpreter.catalogue.pack import Pack, build_pack
from interpreter.catalogue_use import catalogue_in_use, faults_of, naming_by
from interpreter.errors import CatalogueError, PackError, StoreClosedError, StoreError
from interpreter.files import save_bytes
from interpreter.model.evidence import Catalogue, CatalogueInfo, Layer
from interpreter.model.tumours import TumourTree
from interpreter.progress import Progress
from interpreter.variants.reference import TranscriptTable

StoredCases = Callable[[CatalogueDiff, Progress], tuple[TouchedCase, ...]]
"""Tells which stored cases a change would touch, and reports before each; called in the thread that does the work.

It raises `StoreClosedError` where the store was closed or locked meanwhile, another `StoreError` where it cannot be
read.
"""


class Source(Enum):
    """Where rows can be imported from."""

    CIVIC = "CIViC"
    MOALMANAC = "Molecular Oncology Almanac"
    TABLE = "own table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What the work stands on; `today` is ISO."""

    tumours: TumourTree
    table: TranscriptTable
    today: str
    stored: StoredCases | None = None
    """None: the stored cases cannot be looked at, so that which of them would read differently is not known."""

    def faults(self, tables: Mapping[str, bytes], layer: Layer, below: Catalogue | None) -> tuple[str, ...]:
        """Give every fault of a layer's tables; `below` is what it lies over, None for the embedded one."""
        return faults_of(tables, layer, below, today=self.today, tumours=self.tumours, table=self.table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a pack or an import would change, to be read before it is accepted."""

    name: str
    info: CatalogueInfo
    signer: str
    """Name and fingerprint of the key; empty for an import, which is signed when it is accepted."""
    evidence: int
    """Evidence rows it brings."""
    diff: CatalogueDiff
    after: Catalogue
    account: tuple[str, ...]
    """Of an import: rows taken, and left out by reason."""
    remarks: tuple[Remark, ...]
    faults: tuple[str, ...]
    """Rows that do not hold; with any, it cannot be accepted."""
    touched: tuple[TouchedCase, ...] | None
    """Stored cases that would read differently; None: not known."""
    stored_fault: str = ""
    """Why the stored cases could not be looked at; empty where they were, or where no store was open."""
    pack: Path | None = None
    sha256: str = ""
    """Of the pack that was read."""
    tables: Mapping[str, bytes] | None = None

    @property
    def needs_key(self) -> bool:
        return self.pack is None

    @property
    def acceptable(self) -> bool:
        return not self.faults

    def without_stored(self) -> Review:
        """Give what may be shown of it while the store that it looked at is closed."""
        return replace(self, touched=None, stored_fault="")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWish:
    """What a person wants changed, as typed."""

    action: Action
    target: str
    fields: Mapping[str, str]
    source: str
    author: str
    reason: str


def review_pack(path: Path, bench: Bench, progress: Progress) -> Review:
    """Verify a pack and compare what would be known with what is known.

    Raises:
        PackError: it is damaged, not signed by a trusted key, or older than the installed one.
        CatalogueError: its tables cannot be read.
    """
    progress("Verifying the pack", None)
    pack = check_pack(path)
    signer = f"{pack.signer.name or 'unnamed'} ({pack.signer.fingerprint})"
    review = _review(pack.tables, path.name, bench, progress)
    return replace(review, signer=signer, pack=path, sha256=pack.sha256)


def review_import(
    source: Source, files: Sequence[Path], mapping: Path | None, bench: Bench, progress: Progress
) -> Review:
    """Read another source and compare; every row of it is taken or left out with its reason.

    Raises:
        InputFileError: a file is not what it should be.
    """
    progress(f"Reading {source.value}", None)
    context = ImportContext(
        below=load_catalogue(), tumours=bench.tumours, naming=naming_by(bench.table), progress=progress
    )
    result = _import(source, files, mapping, context)
    review = _review(result.tables, source.value, bench, progress)
    return replace(review, account=tuple(result.lines()), remarks=result.remarks, tables=result.tables)


def accept(review: Review, key: Path | None, passphrase: str) -> str:
    """Install what was reviewed, and nothing else; an import is signed first. Gives a sentence of what was done.

    Raises:
        PackError: the file was changed since it was read, the key cannot be used, or the pack is refused.
        CatalogueError: the rows do not hold, alone or with the other layers.
    """
    if not review.acceptable:
        raise CatalogueError(
            problem=f"{review.name} has rows that do not hold.",
            meaning="Nothing was installed.",
            remedy="Have the rows named here corrected at their source.",
            details=review.faults,
        )
    if review.pack is not None:
        manifest = install_pack(review.pack, lambda pack: _require_as_read(pack, review))
    else:
        content = _signed(review, key, passphrase)
        with tempfile.TemporaryDirectory(prefix="interpreter-pack-") as folder:
            path = Path(folder) / "import.pack"
            save_bytes(path, content)
            manifest = install_pack(path, lambda pack: _require_fitting(pack))
    return f"{manifest.name} {manifest.version} is installed and in use."


def make_draft(wish: DraftWish, bench: Bench) -> Draft:
    """Write a draft; it changes nothing until a second person approves it.

    Raises:
        CatalogueError: the row is faulty, or author, reason or source is missing; all faults are named.
    """
    return new_draft(
        wish.action,
        author=wish.author,
        reason=wish.reason,
        date=bench.today,
        target=wish.target,
        fields=wish.fields,
        source=wish.source,
        below=catalogue_in_use(),
    )


def approve(identity: str, by: str, bench: Bench) -> Draft:
    """Approve a draft in the name of a second person; the local layer is written anew.

    Raises:
        CatalogueError: `by` is its author, it was approved already, or the rows would not hold.
    """
    below = catalogue_in_use(local=False)
    return approve_draft(
        identity,
        by=by,
        date=bench.today,
        below=below,
        check=lambda tables: bench.faults(tables, Layer.LOCAL, below),
    )


def _import(source: Source, files: Sequence[Path], mapping: Path | None, context: ImportContext) -> ImportResult:
    match source:
        case Source.CIVIC:
            return import_civic(tuple(files), context)
        case Source.MOALMANAC:
            return import_moalmanac(files[0], context)
        case Source.TABLE:
            if mapping is None:
                raise CatalogueError(
                    problem="There is no mapping file, which says which column is which.",
                    meaning="Nothing was read.",
                    remedy="Choose the mapping (TOML) with the table; the handbook page on imports has an example.",
                )
            return import_table(files[0], mapping, context)


def _review(tables: Mapping[str, bytes], name: str, bench: Bench, progress: Progress) -> Review:
    own = load_tables(tables, name=name)
    info = own.releases[0]
    progress("Checking every row", None)
    faults = bench.faults(tables, info.layer, None if info.layer is Layer.EMBEDDED else load_catalogue())
    progress("Comparing with the catalogue in use", None)
    after = in_use_with(own)
    diff = diff_catalogues(catalogue_in_use(), after)
    touched, stored_fault = None, ""
    if bench.stored is not None:
        progress("Looking at the stored cases", None)
        try:
            touched = bench.stored(diff, progress)
        except StoreClosedError:
            pass  # by its user: that is no fault, and what would change there is then not known
        except StoreError as fault:
            stored_fault = fault.problem
    return Review(
        name=f"{info.name} {info.version}",
        info=info,
        signer="",
        evidence=len(own.evidence),
        diff=diff,
        after=after,
        account=(),
        remarks=(),
        faults=faults,
        touched=touched,
        stored_fault=stored_fault,
    )


def _signed(review: Review, key: Path | None, passphrase: str) -> bytes:
    if key is None or review.tables is None:
        raise PackError(
            problem="An import is signed with this hospital's own key, and none was chosen.",
            meaning="Nothing was installed.",
            remedy="Choose the key file, or make a key first.",
        )
    signing = load_signing_key(key, passphrase)
    if signing.public.fingerprint not in {known.fingerprint for known in trusted_keys()}:
        raise PackError(
            problem=f"The key '{key.name}' is not trusted on this machine ({signing.public.fingerprint}).",
            meaning="Nothing was installed: a pack that it signs would be refused.",
            remedy="Trust its public half (the .pub file beside it) with 'Trust a key …', then accept again.",
        )
    return build_pack(review.tables, signing)


def _require_as_read(pack: Pack, review: Review) -> None:
    """Refuse a file that is no longer the one whose changes were read."""
    if pack.sha256 != review.sha256:
        raise PackError(
            problem="The pack was changed after its differences were shown.",
            meaning="It was not installed: what would be in use is not what was read.",
            remedy="Open the pack again and read what it would change.",
        )
    _require_fitting(pack)


def _require_fitting(pack: Pack) -> None:
    """Refuse rows whose ids another layer uses: other packs may have come since the review."""
    in_use_with(load_tables(pack.tables, name=pack.manifest.name))
