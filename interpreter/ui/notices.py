"""What the window must not let be overlooked, and what it says of itself; words only."""

from __future__ import annotations

from interpreter.interpret import Knowledge
from interpreter.report import wording
from interpreter.report.content_summary import banners, stale_releases
from interpreter.ui.case_presenter import CasePresenter


def what_to_mind(presenter: CasePresenter, knowledge: Knowledge, today: str) -> tuple[str, list[str]] | None:
    """Give title and lines: an outdated view, a first look, an old catalogue (S14), warnings.

    None: what is shown now stays, such as a fault that the case which is open ended in.
    """
    interpretation, settings = presenter.interpretation, knowledge.settings
    if interpretation is None:
        if presenter.request.files:
            return None
        return "The catalogue is older than its age limit", list(
            stale_releases(knowledge.catalogue.releases, today, settings)
        )
    title, lines = "Warnings", []
    if presenter.outdated and presenter.request.files:
        title = "What is stated has changed: interpret again"
        lines.append("What is shown is the state before the change; it cannot be saved.")
    elif presenter.outdated:
        title = "What the person says has changed"
        lines.append("Save the case: its next version puts therapies beside the wishes anew.")
    for banner in banners(interpretation, settings):
        texts = ["".join(span.text for span in line) for line in banner.lines]
        lines += texts if banner.title == "Warnings" else [f"{banner.title}: {text}" for text in texts]
    return title, lines


def about_text(knowledge: Knowledge) -> str:
    """Give intended use and the packs of the catalogue in use."""
    packs = "\n".join(
        f"{info.name} {info.version} of {info.date} ({wording.LAYERS[info.layer]})"
        for info in knowledge.catalogue.releases
    )
    return f"{wording.INTENDED_USE}\n\nCatalogue\n{packs}"
