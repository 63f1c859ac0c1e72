"""One action for each command: menu, text, shortcut and tip in one table, so that nothing needs the mouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is how the window asks for it; an empty `text` is a line between commands."""

    menu: str
    name: str
    text: str
    keys: str
    tip: str


_LINE = ""
COMMANDS = (
    Command("&File", "open", "&Open files …", "Ctrl+O", "Open the files of one case"),
    Command("&File", _LINE, "", "", ""),
    Command("&File", "save_pdf", "&Save report as PDF …", "Ctrl+S", "Save the clinician's report"),
    Command("&File", "save_json", "Save as &JSON …", "Ctrl+J", "Save everything that was found, for other programs"),
    Command("&File", "save_tsv", "Save findings as &table …", "Ctrl+T", "Save one row for each finding (TSV)"),
    Command("&File", _LINE, "", "", ""),
    Command("&File", "print", "&Print report …", "Ctrl+P", "Hand the report that is shown to a printer"),
    Command("&File", _LINE, "", "", ""),
    Command("&File", "open_person", "Open person file …", "Ctrl+Shift+O", "Read what a person said from a file"),
    Command("&File", "save_person", "Save person file …", "Ctrl+Shift+S", "Keep what the person said, for later"),
    Command("&File", _LINE, "", "", ""),
    Command("&File", "quit", "&Quit", "Ctrl+Q", "Close the program"),
    Command("&Case", "interpret", "&Interpret", "Ctrl+Return", "Interpret the case as it is stated at the left"),
    Command("&Case", "stop", "&Stop", "Esc", "Stop the interpretation that runs"),
    Command("&Case", _LINE, "", "", ""),
    Command("&Case", "results", "&Enter results …", "Ctrl+E", "Type in results of tests that write no file"),
    Command("&Case", "open_results", "&Open results file …", "Ctrl+Shift+R", "Read typed-in results from RESULTS.toml"),
    Command("&Case", "person", "Person and &wishes …", "Ctrl+W", "Who the person is, and what matters to them"),
    Command("&Case", _LINE, "", "", ""),
    Command("&Case", "letter", "&Letter to the person …", "Ctrl+L", "See, save and print what the person is handed"),
    Command("&Case", "questionnaire", "&Questionnaire …", "Ctrl+Shift+P", "A form the person fills in on paper"),
    Command("Stor&e", "cases", "Stored &cases …", "Ctrl+B", "Search and open what is stored on this machine"),
    Command("Stor&e", "save_case", "&Save the case …", "Ctrl+Shift+B", "Keep the case that is open in the store"),
    Command("Stor&e", "sign", "Si&gn the case …", "Ctrl+G", "Release the stored case; from then on it is frozen"),
    Command("Stor&e", _LINE, "", "", ""),
    Command("Stor&e", "lock", "&Lock", "Ctrl+Shift+H", "Close the store and hide what is open"),
    Command("&View", "tab_1", "&Findings", "Ctrl+1", "Therapies by tier, each with its reasons"),
    Command("&View", "tab_2", "&Markers", "Ctrl+2", "Every marker asked about, in four states"),
    Command("&View", "tab_3", "&All variants", "Ctrl+3", "Every variant in the catalogue's genes"),
    Command("&View", "tab_4", "&Person and therapies", "Ctrl+4", "Therapies beside what the person said"),
    Command("&View", "tab_5", "Methods and &ledger", "Ctrl+5", "How it was done, and the account of every record"),
    Command("&View", "tab_6", "&Report", "Ctrl+6", "The report as it is saved"),
    Command("&View", "tab_7", "Re&cord", "Ctrl+7", "Is it stored, signed, decided on; other samples"),
    Command("&View", _LINE, "", "", ""),
    Command("&View", "next_pane", "&Next pane", "F6", "Go to the next part of the window"),
    Command("&View", "last_pane", "Pre&vious pane", "Shift+F6", "Go to the part of the window before"),
    Command("Cata&logue", "catalogue", "&Search and sheets …", "Ctrl+K", "Search genes, markers, therapies, tumours"),
    Command("Cata&logue", "catalogue_update", "&Packs, imports …", "Ctrl+Shift+K", "Install a pack, import a source"),
    Command("Cata&logue", "catalogue_local", "&Local entries …", "Ctrl+Shift+L", "Draft, approve or retire rows here"),
    Command("Cata&logue", "catalogue_work_list", "&Not verified …", "Ctrl+Shift+U", "Rows whose source nobody opened"),
    Command("&Help", "keys", "&Keys", "F1", "All commands and their keys"),
    Command("&Help", "about", "&About", "Shift+F1", "Version, catalogue and intended use"),
)


def make_actions(window: QMainWindow, work: Mapping[str, Work]) -> dict[str, QAction]:
    """Put the menus together; `work` has one function for each command's name."""
    menus = {}
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        if command.menu not in menus:
            menus[command.menu] = window.menuBar().addMenu(command.menu)
        menu = menus[command.menu]
        if not command.text:
            menu.addSeparator()
            continue
        action = QAction(command.text, window)
        action.setShortcut(QKeySequence(command.keys))
        action.setToolTip(command.tip)
        action.setStatusTip(command.tip)
        action.triggered.connect(_without_arguments(work[command.name]))
        menu.addAction(action)
        actions[command.name] = action
    return actions


def keys_text() -> str:
    """List all commands with their keys, one a line."""
    rows = [
        f"{QKeySequence(command.keys).toString(QKeySequence.SequenceFormat.NativeText)}\t"
        f"{command.text.replace('&', '').replace(' …', '')}: {command.tip}"
        for command in COMMANDS
        if command.text
    ]
    return "\n".join(rows)


def _without_arguments(work: Work) -> Callable[..., None]:
    def run(*_checked: object) -> None:
        work()

    return run
