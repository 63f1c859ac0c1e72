"""Therapy names of other sources -> INN as the catalogue writes it, and lists of names told apart."""

from __future__ import annotations

import re
from collections.abc import Mapping

from interpreter.catalogue.import_tables import folded, import_rows, read_rows
from interpreter.model.evidence import Therapy


class TherapyNames:
    """Finds what a name means: the catalogue's INN, its brands, declared synonyms; else the name, in small letters."""

    def __init__(self, therapies: Mapping[str, Therapy]) -> None:
        self._names = {folded(brand): inn for inn, therapy in therapies.items() for brand in therapy.brands}
        for row in (*read_rows("catalogue/therapy_synonyms.tsv"), *import_rows("therapies")):
            self._names[folded(row["name"])] = row["inn"]
        self._names |= {folded(inn): inn for inn in therapies}

    def parts(self, name: str) -> tuple[str, ...]:
        """Give the INN of a name, or the parts of a regimen that has a name of its own (FOLFOX); () = no therapy.

        Names of letters and numbers ("PD173074", "BEZ235") keep their capitals.
        """
        plain = " ".join(name.replace("|", "/").replace(" + ", " and ").split())
        known = self._names.get(folded(plain))
        if known is not None:
            return tuple(filter(None, known.split(" + ")))
        if not plain:
            return ()
        return (plain if re.search(r"\d", plain) or plain.isupper() else plain.lower(),)

    def regimen(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Give the parts of all names as one regimen, doubles once."""
        return tuple(dict.fromkeys(part for name in names for part in self.parts(name)))


def split_comma_list(text: str) -> tuple[str, ...]:
    """Split a list joined by bare commas. A comma belongs to a name before a space, and beside a bare number.

    >>> split_comma_list("Erlotinib,FGF/VEGF Receptor Tyrosine Kinase Inhibitor, PD173074")
    ('Erlotinib', 'FGF/VEGF Receptor Tyrosine Kinase Inhibitor, PD173074')
    >>> split_comma_list("HER2 Inhibitor CP-724,714,2,4-pyrimidinediamine")
    ('HER2 Inhibitor CP-724,714', '2,4-pyrimidinediamine')
    """
    names: list[str] = []
    for part in re.split(r",(?! )", text):
        if names and (names[-1].isdigit() or (part.isdigit() and len(part) == 3 and names[-1][-1:].isdigit())):
            names[-1] += f",{part}"
        elif part.strip():
            names.append(part.strip())
    return tuple(names)
