"""`interpreter reference ...` and `interpreter assay ...`: the transcripts in use, and assay descriptions."""

from __future__ import annotations

from pathlib import Path

import click

from interpreter.cli.options import LOCAL_PATH, IsoDate, today
from interpreter.errors import ReferenceTableError


@click.group()
def reference() -> None:
    """The transcripts that variants are named on."""


@reference.command()
@click.option("--mane-gtf", required=True, type=LOCAL_PATH, help="MANE release, GTF, GRCh38.")
@click.option("--mane-fasta", required=True, type=LOCAL_PATH, help="MANE release, cDNA FASTA.")
@click.option("--grch37-gff", required=True, type=LOCAL_PATH, help="RefSeq annotation of GRCh37, GFF3.")
@click.option("--version", "release", required=True, metavar="TEXT", help="Name of the release, for the reports.")
@click.option("--out", type=LOCAL_PATH, default=None, help="Where to; default: the program's own folder.")
@click.option("--gene", "genes", multiple=True, help="Only these genes; default: those of the table in use.")
@click.option("--all-genes", is_flag=True, help="Every gene of the release.")
@click.option("--date", type=IsoDate(), default=today, show_default="today", help="Date of the build.")
def build(
    mane_gtf: Path,
    mane_fasta: Path,
    grch37_gff: Path,
    release: str,
    out: Path | None,
    genes: tuple[str, ...],
    all_genes: bool,
    date: str,
) -> None:
    """Make the transcript table anew from releases that this site has downloaded."""
    from interpreter.interpret import load_table, site_table_path
    from interpreter.variants.reference_build import build_reference

    target = out if out is not None else site_table_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    base = load_table()
    wanted = frozenset(genes) if genes else None
    summary = build_reference(
        mane_gtf=mane_gtf,
        mane_fasta=mane_fasta,
        grch37_gff=grch37_gff,
        out=target,
        version=release,
        date=date,
        base=base,
        all_genes=all_genes,
        genes=wanted,
    )
    click.echo(f"{summary.transcripts} transcripts of {summary.genes} genes written to {target}")
    click.echo(f"sha256 {summary.sha256}")
    for title, names in (
        ("Not in the release (rows of the table in use were kept)", summary.missing),
        ("Without usable GRCh37 coordinates", summary.without_grch37),
        ("Without a coding sequence", summary.without_sequence),
    ):
        if names:
            click.echo(f"{title}: {', '.join(names)}")


@reference.command()
@click.argument("gene")
def show(gene: str) -> None:
    """Show the transcripts of a gene: numbering, coordinates, and what of the sequence is known."""
    from interpreter.interpret import load_table
    from interpreter.model.genes import Assembly
    from interpreter.variants.symbols import current_symbol

    table = load_table()
    main = table.transcript(gene) or table.transcript(current_symbol(gene.upper(), table.genes))
    if main is None:
        raise ReferenceTableError(
            problem=f"'{gene}' is not in the transcript table ({table.name} {table.version}).",
            meaning="Variants in this gene are set aside as outside the catalogue's genes.",
            remedy="Give the current HGNC symbol, or build a table that holds the gene: interpreter reference build.",
        )
    for transcript in (main, *table.alternates(main.gene)):
        click.echo(f"{transcript.gene}  {transcript.accession}  {transcript.ensembl}  {transcript.status.value}")
        click.echo(f"  protein {transcript.protein or 'not known'}, {transcript.protein_length} residues")
        strand = "minus" if transcript.reverse else "plus"
        for assembly in Assembly:
            layout = transcript.layouts.get(assembly)
            if layout is None:
                click.echo(f"  {assembly}: no coordinates")
                continue
            click.echo(
                f"  {assembly}: chromosome {transcript.chrom}, {strand} strand, {len(layout.starts)} exons, "
                f"coding {layout.cds_start}-{layout.cds_end}"
            )
        click.echo(f"  sequence: {transcript.sequence_status.value}")
        for position, new, old in transcript.reference_differences:
            click.echo(f"  c.{position} is {new} in GRCh38 and {old} in GRCh37")
        if transcript.note:
            click.echo(f"  note: {transcript.note}")


@click.group()
def assay() -> None:
    """Assay descriptions."""


@assay.command("check")
@click.argument("file", type=LOCAL_PATH)
def check_assay_file(file: Path) -> None:
    """Read an assay description and say what it covers, or name all its faults."""
    from interpreter.variants.assay import check_assay

    for line in check_assay(file):
        click.echo(line)
