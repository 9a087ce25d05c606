"""The screen that lists what was found in a run, live, and silences lints."""

from collections.abc import Callable, Collection

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from concur_tui.lint_choices import LintChoices
from concur_tui.lint_words import Found, how_many, limits_text
from concur_tui.screen_actions import FINDINGS_ACTIONS, FINDINGS_KEY_LINE
from concur_tui.widgets.key_line import KeyLine
from concur_tui.widgets.parts_line import Part, PartsLine
from concur_tui.widgets.steady import SteadyText
from concur_workloads.api import LIMITS, LINTS, Limits, LintFinding

_LOOK_EVERY_S = 0.5
_LIMITS_OF = {lint.name: lint.limits for lint in LINTS}
_HOW_TO_SET = "CONCUR_TUI_LIMITS sets when lints speak; `concur-tui lints` lists their limits."


class FindingsScreen(Screen[None]):
    """Asks again and again for what `look` finds; changes `lints` as the person wants.

    `run` says which run it is of, where that is not the one that the workbench shows.
    """

    CSS_PATH = "findings.tcss"
    ACTIONS = FINDINGS_ACTIONS
    BINDINGS = [action.binding for action in FINDINGS_ACTIONS]
    AUTO_FOCUS = "#findings-list"

    def __init__(self, look: Callable[[], Found], lints: LintChoices, run: str = "") -> None:
        super().__init__()
        self._run = run
        self._look = look
        self._lints = lints
        self._shown: list[LintFinding] = []
        self._drawn: tuple[Found, Collection[str]] | None = None

    def compose(self) -> ComposeResult:
        """Headline, how far the figures can be believed, the findings, limits, keys."""
        yield PartsLine(id="findings-headline")
        yield SteadyText(id="findings-trust", markup=False)
        yield OptionList(id="findings-list", markup=False)
        yield Static(_limits_set(self._lints.settings.limits), id="findings-limits", markup=False)
        yield KeyLine(FINDINGS_KEY_LINE, id="findings-keys")

    def on_mount(self) -> None:
        """Begin to look."""
        self.set_interval(_LOOK_EVERY_S, self.look)
        self.look()

    def look(self) -> None:
        """Show what has been found by now."""
        now = self._look(), self._lints.silenced
        if now == self._drawn:
            return
        self._drawn = found, silenced = now
        many = how_many(found, silenced) or "nothing was found"
        left = [Part(" findings   ", "strong"), Part(self._run, "muted"), Part(many)]
        self.query_one(PartsLine).show(left, [Part("so far ", "busy")] if found.so_far else [])
        self.query_one("#findings-trust", SteadyText).say(_trust_words(found))
        self._list(found, silenced)

    def _list(self, found: Found, silenced: Collection[str]) -> None:
        """Those that are told come first; the cursor stays on its finding."""
        options = self.query_one(OptionList)
        at = self._selected
        kept_back = [each for each in found.findings if each.lint in silenced]
        told = found.told(silenced)
        self._shown = [*told, *kept_back]
        options.set_options(
            [
                *(Option(self._told(each)) for each in told),
                *(Option(_silent(each)) for each in kept_back),
            ]
        )
        names = [each.lint for each in self._shown]
        if names:
            options.highlighted = names.index(at.lint) if at and at.lint in names else 0

    def _told(self, finding: LintFinding) -> Content:
        limits = limits_text(self._lints.settings.limits, _LIMITS_OF[finding.lint])
        return Content.assemble(
            (finding.lint, "bold"),
            f"  {finding.sentence}\n{finding.advice}\n",
            (f"Limit set: {limits}\n" if limits else "", "$text-muted"),
        )

    @property
    def _selected(self) -> LintFinding | None:
        at = self.query_one(OptionList).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    @on(OptionList.OptionSelected)
    def action_silence(self) -> None:
        """Silence the lint of the selected finding, or let it speak again."""
        selected = self._selected
        if selected is not None:
            self._lints.toggle(selected.lint)
            self.look()

    def action_leave(self) -> None:
        """Back to the workbench."""
        self.dismiss()


def _trust_words(found: Found) -> str:
    if found.trust is None:
        return ""
    so_far = " so far" if found.so_far else ""
    reasons = "; ".join(each.text for each in found.trust.reasons)
    if not reasons:
        return "" if found.so_far else "The figures are good: nothing speaks against them."
    return f"The figures are {found.trust.badge}{so_far}: {reasons}."


def _limits_set(limits: Limits) -> str:
    """All of them, as lints that say nothing may have some too; else how to set one."""
    changed = limits_text(limits, LIMITS.values())
    return f"CONCUR_TUI_LIMITS has set {changed}." if changed else _HOW_TO_SET


def _silent(finding: LintFinding) -> Content:
    return Content.assemble((f"{finding.lint}  silenced", "$text-muted"), "\n")
