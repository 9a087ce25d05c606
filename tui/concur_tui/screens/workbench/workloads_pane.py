"""The pane that lists the workloads by family, filters them, and explains the highlighted one."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from concur_tui.screens.workbench.workload_filter import matching
from concur_tui.widgets.harmless_text import harmless
from concur_tui.widgets.steady import SteadyInput, SteadyList, SteadyScroll, SteadyText
from concur_workloads.api import Workload, look_at_plug_ins, plug_ins


class WorkloadsPane(Vertical):
    """Always has one workload highlighted, which is the one that would run."""

    BORDER_TITLE = "1 Workloads"

    class Highlighted(Message):
        """Another workload is the one that would run."""

        def __init__(self, workload: Workload) -> None:
            super().__init__()
            self.workload = workload

    class Chosen(Message):
        """The person is done with picking."""

    def __init__(self, workloads: Sequence[Workload], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="pane")
        self._workloads = {each.name: each for each in workloads}
        self._shown = next(iter(self._workloads.values()))
        self._broken: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """A filter, the list, and the help of the highlighted workload."""
        yield SteadyInput(placeholder="/ to filter", id="workload-filter")
        yield SteadyList(*self._options(""), compact=True, id="workload-list", markup=False)
        with SteadyScroll(id="workload-help"):
            yield SteadyText(id="workload-help-text")

    def on_mount(self) -> None:
        """Highlight the first workload."""
        self._highlight(self._shown.name)
        self.explain()
        self.run_worker(self._add_plug_ins())

    def pick(self, workload: Workload) -> None:
        """Highlight a workload, which the filter may have hidden, without telling others.

        A function of one's own joins the list.
        """
        self._workloads[workload.name] = self._shown = workload
        with self.prevent(Input.Changed):
            self.query_one(Input).value = ""
        self._list("")
        self.explain()

    async def _add_plug_ins(self) -> None:
        """List them when they were looked at; one that is broken with what is wrong with it."""
        if not await asyncio.to_thread(plug_ins):
            return
        for each in await look_at_plug_ins():
            if each.workload is None:
                name = harmless(each.plug_in.name)
                self._broken[name] = each.problem
                title = f"The plug-in {name} cannot be used"
                self.notify(each.problem, title=title, severity="warning", markup=False)
            else:
                self._workloads[each.workload.name] = replace(each.workload, family="Plug-ins")
        self._list(self.query_one(Input).value)

    def focus_list(self) -> None:
        """Put the cursor on the list."""
        self.query_one(OptionList).focus()

    def focus_filter(self) -> None:
        """Put the cursor in the filter."""
        self.query_one(Input).focus()

    def clear_filter(self) -> None:
        """Show all workloads, and put the cursor on the list."""
        self.query_one(Input).value = ""
        self.focus_list()

    def _options(self, text: str) -> list[Option]:
        options = []
        for family, members in matching(tuple(self._workloads.values()), text).items():
            options.append(Option(Content.styled(family, "bold $text-muted"), disabled=True))
            options.extend(Option(Content(f"  {each.title}"), id=each.name) for each in members)
        for name, problem in self._broken.items():
            if text.casefold() in name.casefold():
                options.append(Option(harmless(f"{name} cannot be used: {problem}"), disabled=True))
        return options or [Option(f"no workload has {text!r} in it", disabled=True)]

    def _list(self, text: str) -> None:
        self.query_one(OptionList).set_options(self._options(text))
        self._highlight(self._shown.name)

    def _highlight(self, name: str) -> None:
        options = self.query_one(OptionList)
        names = [option.id for option in options.options]
        if name in names:
            options.highlighted = names.index(name)
        else:
            options.action_first()

    @on(Input.Changed, "#workload-filter")
    def narrow(self, event: Input.Changed) -> None:
        """Keep what matches, and the highlight on it."""
        event.stop()
        self._list(event.value)

    @on(Input.Submitted, "#workload-filter")
    def leave_filter(self, event: Input.Submitted) -> None:
        """Go on to the list with what was found."""
        event.stop()
        self.focus_list()

    def on_key(self, event: events.Key) -> None:
        """From the filter, down leads into the list."""
        if event.key == "down" and self.query_one(Input).has_focus:
            event.stop()
            self.focus_list()

    @on(OptionList.OptionHighlighted)
    def show(self, event: OptionList.OptionHighlighted) -> None:
        """Tell that another workload is highlighted."""
        event.stop()
        workload = self._workloads.get(event.option_id or "")
        if workload is not None and workload is not self._shown:
            self._shown = workload
            self.post_message(self.Highlighted(workload))

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Say that the picking is done."""
        event.stop()
        self.post_message(self.Chosen())

    def explain(self) -> None:
        """Show the help of the highlighted workload."""
        shown = self._shown
        self.query_one("#workload-help-text", SteadyText).say(
            Content.assemble(
                (shown.kind, "bold $accent"),
                "\n",
                Content(shown.summary),
                "\n\n",
                (shown.look_at, "$text-muted"),
            )
        )
        self.query_one("#workload-help", SteadyScroll).scroll_home(animate=False)
