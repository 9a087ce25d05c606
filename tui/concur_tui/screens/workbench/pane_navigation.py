"""Where the cursor is on the workbench: panes, drawers, the maximised pane, and the way back."""

from collections.abc import Callable

from textual.widget import Widget
from textual.widgets import Input

from concur_tui.screens.workbench.configuration_pane import ConfigurationPane
from concur_tui.screens.workbench.log_pane import LogPane
from concur_tui.screens.workbench.resources_pane import ResourcesPane
from concur_tui.screens.workbench.so_far_pane import SoFarPane
from concur_tui.screens.workbench.workloads_pane import WorkloadsPane
from concur_tui.terminal.sparing_screen import SparingScreen

DRAWERS = ("workloads", "configuration")


class PaneNavigation(SparingScreen[None]):
    """A screen with the panes of the workbench; where it is narrow, two of them are drawers."""

    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
    ALLOW_IN_MAXIMIZED_VIEW = "#headline, #keys"

    @property
    def workloads(self) -> WorkloadsPane:
        """The pane to pick a workload in."""
        return self.query_one(WorkloadsPane)

    @property
    def configuration(self) -> ConfigurationPane:
        """The pane that holds the spec."""
        return self.query_one(ConfigurationPane)

    @property
    def resources(self) -> ResourcesPane:
        """The pane with graphs and lanes."""
        return self.query_one(ResourcesPane)

    @property
    def so_far(self) -> SoFarPane:
        """The pane with progress, verdict and the last runs."""
        return self.query_one(SoFarPane)

    @property
    def log_pane(self) -> LogPane:
        """The pane with the log."""
        return self.query_one(LogPane)

    @property
    def _has_drawers(self) -> bool:
        return self.has_class("-narrow")

    @property
    def _drawer_is_open(self) -> bool:
        return self.has_class("-drawer")

    @property
    def _current_pane(self) -> Widget | None:
        """The pane with the cursor."""
        if self.focused is None:
            return None
        within = [each for each in self.focused.ancestors_with_self if isinstance(each, Widget)]
        return next((each for each in within if each.has_class("pane")), None)

    def on_resize(self) -> None:
        """Have the cursor somewhere: a pane that became a drawer has lost it."""
        self.call_after_refresh(self._focus_something)

    def _focus_something(self) -> None:
        # A hidden widget hands the focus to a sibling, even if that is as hidden as itself.
        if self.focused not in self.focus_chain:
            self.action_focus_pane("resources" if self._has_drawers else "workloads")

    def close_drawer(self) -> None:
        """Put the drawer away and the cursor on the lanes, if one is open."""
        if self._drawer_is_open:
            self.remove_class("-drawer", *(f"-{name}-open" for name in DRAWERS))
            self.resources.focus_lanes()

    def action_focus_pane(self, name: str) -> None:
        """Put the cursor into a pane; a drawer opens for it where the screen is narrow."""
        self.maximized = None
        self.close_drawer()
        if name in DRAWERS and self._has_drawers:
            self.add_class("-drawer", f"-{name}-open")
        focus = {
            "workloads": self.workloads.focus_list,
            "configuration": self.configuration.focus_first,
            "resources": self.resources.focus_lanes,
            "log": self.log_pane.focus_lines,
            "runs": self._focus_runs,
        }
        focus[name]()

    def _focus_runs(self) -> None:
        if self.has_class("-low"):
            self.maximized = self.so_far
        self.so_far.focus_table()

    def action_more(self) -> None:
        """Go to the settings that few experiments need, and show or hide them."""
        self.action_focus_pane("configuration")
        self.configuration.toggle_more()

    def action_maximise(self) -> None:
        """Give the screen to the pane with the cursor, or back to all."""
        if self.maximized is not None:
            self.maximized = None
        elif not self._drawer_is_open:
            self.maximized = self._current_pane
        self.refresh_bindings()

    def action_filter(self) -> None:
        """Go to the filter of the log or of the workloads."""
        if self._current_pane is self.log_pane:
            self.log_pane.focus_filter()
        else:
            self.action_focus_pane("workloads")
            self.workloads.focus_filter()

    def action_find(self) -> None:
        """Go to the search of the log."""
        self.action_focus_pane("log")
        self.log_pane.focus_search()

    def action_follow(self) -> None:
        """Follow what is new in the log or in the pane of graphs and lanes, or hold still."""
        if self._current_pane is self.log_pane:
            self.log_pane.toggle_follow()
        else:
            self.resources.toggle_follow()

    def action_back(self) -> None:
        """Go back one step."""
        step = self.way_back()
        if step is not None:
            step()

    def way_back(self) -> Callable[[], None] | None:
        """Out of a filter, then out of a drawer or a maximised pane, then out of the form."""
        pane = self._current_pane
        if isinstance(self.focused, Input) and isinstance(pane, WorkloadsPane | LogPane):
            return pane.clear_filter
        if self._drawer_is_open:
            return self.close_drawer
        if self.maximized is not None:
            return self._show_all
        return self.workloads.focus_list if isinstance(pane, ConfigurationPane) else None

    def _show_all(self) -> None:
        self.maximized = None
        self.refresh_bindings()
