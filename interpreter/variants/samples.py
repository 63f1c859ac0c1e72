"""Which sample is the tumour and which the normal: read from the header or asked for, never by position (S9)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interpreter.errors import SampleChoiceError
from interpreter.rule_tables import rule_rows
from interpreter.variants.contents import ReadOptions
from interpreter.variants.vcf_header import VcfHeader

_TUMOUR_NAME = re.compile(r"^(?:tumou?r|primary[_ -]?tumou?r)$", re.IGNORECASE)
_NORMAL_NAME = re.compile(r"^(?:normal|germline|control|blood)$", re.IGNORECASE)
_TUMOUR_END = re.compile(r"^(.*?)[._-](?:t|tumou?r)$|^tumou?r[._-](.*)$", re.IGNORECASE)
_NORMAL_END = re.compile(
    r"^(.*?)[._-](?:n|normal|germline|blood)$|^(?:normal|germline|ref|reference)[._-](.*)$", re.IGNORECASE
)
_NOT_CHOSEN = "No variant was judged, because a normal's variants read as the tumour's would be wrong."


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleChoice:
    """Column indices (0-based) of tumour and normal; None when there is none."""

    tumour: int | None
    normal: int | None
    reason: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The program that made the calls, as far as the header says."""

    name: str
    germline: bool
    lists_only_calls: bool


def caller_of(header: VcfHeader) -> Caller:
    """Tell who made the calls; the name is empty when no header line is known."""
    lines = [str(meta) for meta in header.metas]
    rows = [
        row for row in rule_rows("callers.tsv") if any(re.search(row["pattern"], line, re.IGNORECASE) for line in lines)
    ]
    if not rows:
        return Caller(name="", germline=False, lists_only_calls=False)
    kinds = {row["kind"] for row in rows}
    return Caller(
        name=rows[0]["caller"],
        germline="germline" in kinds and "somatic" not in kinds,
        lists_only_calls=any(row["lists_only_calls"] == "yes" for row in rows),
    )


def choose_samples(header: VcfHeader, options: ReadOptions, file_name: str) -> SampleChoice:
    """Choose tumour and normal by what was asked, else by header lines, else by names.

    Raises:
        SampleChoiceError: a named sample is not in the file, or the choice must be made by a person.
    """
    samples = header.samples
    for name, option in ((options.tumour_sample, "--sample"), (options.normal_sample, "--normal")):
        if name and name not in samples:
            raise _absent(file_name, name, option, samples)
    if not samples:
        return SampleChoice(tumour=None, normal=None, reason="the file has no sample column")
    said_tumour, said_normal, said_by = _from_header(header)
    if not said_tumour and not said_normal:
        said_tumour, said_normal, said_by = _from_names(samples)
    if options.tumour_sample:
        return _as_asked(samples, options, said_tumour, said_normal)
    if options.normal_sample and said_tumour == options.normal_sample:
        raise _ask(file_name, samples, f"{said_by} calls '{said_tumour}' the tumour, yet it was named as the normal")
    normal = options.normal_sample or said_normal
    if said_tumour:
        return _chosen(samples, said_tumour, normal, said_by)
    others = [sample for sample in samples if sample != normal]
    if normal and len(others) == 1:
        by = "it was named as the normal" if options.normal_sample else said_by
        return _chosen(samples, others[0], normal, f"the only sample beside the normal '{normal}' ({by})")
    if len(samples) == 1:
        if normal == samples[0] and not options.germline_sample:
            raise _ask(file_name, samples, f"its only sample '{samples[0]}' is a normal by {said_by}")
        return SampleChoice(tumour=0, normal=None, reason="the only sample of the file")
    raise _ask(file_name, samples, f"it holds {len(samples)} samples, and nothing says which is the tumour")


def _as_asked(samples: tuple[str, ...], options: ReadOptions, said_tumour: str, said_normal: str) -> SampleChoice:
    tumour = options.tumour_sample
    warnings = []
    normal = options.normal_sample
    if not normal and said_normal != tumour:
        normal = said_normal
    if normal == tumour:
        raise SampleChoiceError(
            problem=f"'{tumour}' was named as the tumour and as the normal.",
            meaning=_NOT_CHOSEN,
            remedy="Name two different samples.",
            details=samples,
        )
    if tumour == said_normal and not options.germline_sample:
        warnings.append(f"Sample '{tumour}' was chosen as the tumour, although the file calls it the normal.")
    elif said_tumour and tumour != said_tumour and not options.germline_sample:
        warnings.append(f"Sample '{tumour}' was chosen as the tumour, although the file calls '{said_tumour}' so.")
    return SampleChoice(
        tumour=samples.index(tumour),
        normal=samples.index(normal) if normal else None,
        reason="chosen by the user",
        warnings=(*warnings, *_unused(samples, tumour, normal)),
    )


def _chosen(samples: tuple[str, ...], tumour: str, normal: str, by: str) -> SampleChoice:
    return SampleChoice(
        tumour=samples.index(tumour),
        normal=samples.index(normal) if normal and normal != tumour else None,
        reason=by,
        warnings=_unused(samples, tumour, normal),
    )


def _unused(samples: tuple[str, ...], tumour: str, normal: str) -> tuple[str, ...]:
    rest = [sample for sample in samples if sample not in (tumour, normal)]
    if not rest:
        return ()
    listed = ", ".join(f"'{sample}'" for sample in rest[:5]) + (" ..." if len(rest) > 5 else "")
    return (f"Not read, because nothing says that it is this tumour's normal: {listed}.",)


def _from_header(header: VcfHeader) -> tuple[str, str, str]:
    """Read tumour and normal from the lines of the header that name them."""
    samples = header.samples
    tumour = next((name for name in header.values("tumor_sample") if name in samples), "")
    normal = next((name for name in header.values("normal_sample") if name in samples), "")
    if tumour or normal:
        return tumour, normal, "the header (##tumor_sample, ##normal_sample)"
    for line in header.values("PEDIGREE"):
        parts = {key.lower(): value for key, value in re.findall(r"(\w+)=([^,>]+)", line)}
        if parts.get("derived") in samples and parts.get("original") in samples:
            return parts["derived"], parts["original"], "the header (##PEDIGREE)"
    tumours, normals = [], []
    for meta in header.metas:
        if meta.key == "SAMPLE":
            parts = {key.lower(): value for key, value in meta.attributes().items()}
            name = next((parts[key] for key in ("id", "samplename") if parts.get(key) in samples), "")
            word = parts.get("istumor", parts.get("type", parts.get("description", ""))).lower()
            if name and (word in ("yes", "tumor", "tumour") or _TUMOUR_NAME.match(parts.get("id", ""))):
                tumours.append(name)
            elif name and (word in ("no", "normal", "germline") or _NORMAL_NAME.match(parts.get("id", ""))):
                normals.append(name)
    if len(tumours) == 1 and len(normals) <= 1 and tumours != normals:
        return tumours[0], "".join(normals), "the header (##SAMPLE)"
    if not tumours and len(normals) == 1:
        return "", normals[0], "the header (##SAMPLE)"
    return _from_command_lines(header)


def _from_command_lines(header: VcfHeader) -> tuple[str, str, str]:
    text = "\n".join(str(meta) for meta in header.metas if "command" in meta.key.lower() or meta.key == "MuTect")
    found = {}
    for what, pattern in (
        ("tumour", r"(?:--?tumor(?:-sample|_sample_name)?[ =]|\btumor_sample_name=)\[?([^\s,\]\"]+)"),
        ("normal", r"(?:--?normal(?:-sample|_sample_name)?[ =]|\bnormal_sample_name=)\[?([^\s,\]\"]+)"),
    ):
        names = {name for name in re.findall(pattern, text) if name in header.samples}
        found[what] = names.pop() if len(names) == 1 else ""
    if found["tumour"] == found["normal"]:
        return "", "", ""
    return found["tumour"], found["normal"], "the caller's command line in the header"


def _from_names(samples: tuple[str, ...]) -> tuple[str, str, str]:
    """Read names that say it themselves; of two samples also a common stem with different ends (A_T, A_N)."""
    tumours = [sample for sample in samples if _TUMOUR_NAME.match(sample)]
    normals = [sample for sample in samples if _NORMAL_NAME.match(sample)]
    if len(tumours) <= 1 and len(normals) <= 1 and (tumours or normals):
        return "".join(tumours), "".join(normals), "the sample names"
    if len(samples) == 1:
        return ("", samples[0], "its name") if _NORMAL_END.match(samples[0]) else ("", "", "")
    if len(samples) == 2:
        for tumour, normal in (samples, samples[::-1]):
            one, other = _TUMOUR_END.match(tumour), _NORMAL_END.match(normal)
            if one and other and (one[1] or one[2]) == (other[1] or other[2]):
                return tumour, normal, "the sample names"
    return "", "", ""


def _absent(file_name: str, name: str, option: str, samples: tuple[str, ...]) -> SampleChoiceError:
    return SampleChoiceError(
        problem=f"'{file_name}' has no sample '{name}'.",
        meaning=_NOT_CHOSEN,
        remedy=f"Name one of its samples with {option}." if samples else "The file has no sample column at all.",
        details=samples,
    )


def _ask(file_name: str, samples: tuple[str, ...], why: str) -> SampleChoiceError:
    return SampleChoiceError(
        problem=f"Which sample of '{file_name}' is the tumour cannot be told: {why}.",
        meaning=_NOT_CHOSEN,
        remedy="Name the tumour with --sample NAME, and its normal, if there is one, with --normal NAME.",
        details=samples,
    )
