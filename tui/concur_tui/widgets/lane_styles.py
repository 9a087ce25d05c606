"""Component classes and CSS of the lanes."""

from concur_tui.widgets.gil_cells import GIL_CLASSES, gil_css
from concur_tui.widgets.lane_cells import ODD_CLASSES, odd_css
from concur_tui.widgets.state_styles import COMPONENT_CLASSES, component_css

LANE_CLASSES: set[str] = {
    *COMPONENT_CLASSES,
    *ODD_CLASSES,
    *GIL_CLASSES,
    "lane--ruler",
    "lane--note",
    "lane--now",
    "lane--label",
    "lane--detail",
    "lane--cursor",
    "lane--cursor-blurred",
    "lane--moment",
    "lane--column",
    "lane--readout",
}

LANE_CSS = f"""
LaneView {{
    width: 1fr;
    height: 1fr;
    overflow-x: hidden;
    scrollbar-size-vertical: 1;
    & > .lane--ruler {{ color: $text-muted; }}
    & > .lane--note {{ color: $text-muted; }}
    & > .lane--now {{ color: $foreground; }}
    & > .lane--label {{ color: $foreground; }}
    & > .lane--detail {{ color: $foreground; }}
    & > .lane--cursor {{
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: bold;
    }}
    & > .lane--cursor-blurred {{ color: $primary; text-style: bold; }}
    & > .lane--moment {{
        color: $block-cursor-foreground;
        background: $block-cursor-background;
    }}
    & > .lane--column {{ color: $foreground; background: $panel; }}
    & > .lane--readout {{ color: $foreground; text-style: bold; }}
}}
{component_css("LaneView")}
{odd_css("LaneView")}
{gil_css("LaneView")}
"""
