import pytest
from textual.strip import Strip

from concur_tui.terminal.capabilities import GlyphMode
from concur_tui.widgets.core_bars import CoreBars, arrange, group_means
from concur_tui.widgets.stacked_bar import CpuParts, stacked_bar
from support.widget_rows import OneWidgetApp, rows


class CountingBars(CoreBars):
    drawn: list[int]

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


def users(*percents: float) -> list[CpuParts | None]:
    return [CpuParts(each) for each in percents]


def bar(percent: float, width: int, mode: GlyphMode) -> str:
    ((text, name),) = stacked_bar(CpuParts(percent), width, mode)
    assert name == "user"
    return text


def core_bars(glyphs: GlyphMode = GlyphMode.BRAILLE) -> CountingBars:
    bars = CountingBars(glyphs=glyphs)
    bars.drawn = []
    return bars


@pytest.mark.parametrize(
    ("percent", "drawn"),
    [
        (0, "    "),
        (50, "██  "),
        (100, "████"),
        (3.2, "▏   "),
        (53, "██▏ "),
        (140, "████"),
        (-1, "    "),
    ],
)
def test_a_bar_is_exact_to_an_eighth_of_a_cell(percent: float, drawn: str) -> None:
    assert bar(percent, 4, GlyphMode.BRAILLE) == drawn


def test_bars_in_plainer_terminals() -> None:
    assert bar(53, 4, GlyphMode.BLOCKS) == "██  "
    assert bar(62.5, 4, GlyphMode.BLOCKS) == "██▌ "
    assert bar(62.5, 4, GlyphMode.ASCII) == "##- "


def test_group_means_count_only_what_was_measured() -> None:
    cores = [CpuParts(10.0, 4.0), CpuParts(30.0, 0.0, 8.0), None, CpuParts(50.0), None]
    assert group_means(cores, 2) == [CpuParts(20.0, 2.0, 4.0), CpuParts(50.0), None]


@pytest.mark.parametrize(
    ("parts", "braille", "ascii_"),
    [
        (CpuParts(50.0, 25.0), "████▒▒  ", "####++  "),
        (CpuParts(50.0, 25.0, 25.0), "████▒▒xx", "####++xx"),
        (CpuParts(0.0, 50.0), "▒▒▒▒    ", "++++    "),
        (CpuParts(25.0, 0.0, 75.0), "██xxxxxx", "##xxxxxx"),
        (CpuParts(90.0, 30.0, 30.0), "███████▒", "#######+"),
        (CpuParts(53.0, 1.0), "████▎   ", "####    "),
    ],
)
def test_user_system_and_steal_differ_by_pattern(
    parts: CpuParts, braille: str, ascii_: str
) -> None:
    for mode, drawn in ((GlyphMode.BRAILLE, braille), (GlyphMode.ASCII, ascii_)):
        assert "".join(text for text, _ in stacked_bar(parts, 8, mode)) == drawn


async def test_the_number_leaves_out_what_was_stolen_and_the_bar_shows_it() -> None:
    bars = core_bars()
    async with OneWidgetApp(bars).run_test(size=(20, 1)):
        bars.show([CpuParts(40.0, 10.0, 50.0)])
        assert rows(bars) == ["0 █████▒xxxxxxx  50 "]


async def test_two_cores() -> None:
    bars = core_bars()
    async with OneWidgetApp(bars).run_test(size=(20, 3)):
        bars.show([CpuParts(100.0), None])
        assert rows(bars) == ["0 █████████████ 100 ", "1                 - ", " " * 20]


async def test_many_cores_wrap_into_columns() -> None:
    bars = core_bars()
    async with OneWidgetApp(bars).run_test(size=(60, 8)):
        bars.show(users(*range(24)))
        shown = rows(bars)
        assert [word for word in shown[0].split() if word.isdigit()] == [
            *("0", "0"),
            *("8", "8"),
            *("16", "16"),
        ]
        numbers = [int(word) for row in shown for word in row.split() if word.isdigit()]
        assert sorted(numbers) == sorted([*range(24), *range(24)])


async def test_too_many_cores_share_a_bar_and_the_pane_says_so() -> None:
    bars = core_bars()
    async with OneWidgetApp(bars).run_test(size=(60, 5)):
        bars.show(users(0.0, 100.0) * 64)
        shown = rows(bars)
        assert shown[0].strip() == "128 cores, 8 a bar, mean"
        assert shown[1].count(" 50 ") == 4
        assert shown[1].split()[0] == "0"
        assert shown[2].split()[0] == "8"


async def test_no_room_for_a_single_bar_still_names_the_mean() -> None:
    bars = core_bars()
    async with OneWidgetApp(bars).run_test(size=(18, 1)):
        bars.show(users(50.0) * 64)
        assert rows(bars) == ["64 cores, mean 50…"]


@pytest.mark.parametrize("cores", [1, 2, 3, 8, 63, 128, 256])
@pytest.mark.parametrize("size", [(1, 1), (12, 2), (40, 3), (80, 10), (200, 40)])
def test_every_core_is_counted_once(cores: int, size: tuple[int, int]) -> None:
    grid = arrange(cores, *size)
    if grid is None:
        assert size[0] < 14 or size[1] < 2
        return
    bars = -(-cores // grid.cores_a_bar)
    assert bars <= grid.rows * grid.columns
    assert grid.rows + (grid.cores_a_bar > 1) <= size[1]
    assert (grid.label_width + grid.bar_width + 6) * grid.columns <= size[0]


async def test_only_the_row_of_a_changed_core_is_drawn_again() -> None:
    bars = core_bars()
    async with OneWidgetApp(bars).run_test(size=(30, 4)) as pilot:
        bars.show(users(10.0, 20.0, 30.0, 40.0))
        await pilot.pause()
        bars.drawn.clear()
        bars.show(users(10.0, 20.0, 99.0, 40.0))
        await pilot.pause()
        assert set(bars.drawn) == {2}


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (80, 24)])
async def test_any_size_and_no_data(size: tuple[int, int]) -> None:
    bars = core_bars()
    async with OneWidgetApp(bars).run_test(size=size) as pilot:
        assert "".join(rows(bars)).strip() == ""
        bars.show([None] * 4)
        bars.show(users(1.0) * 4)
        await pilot.pause()
        assert {bars.render_line(y).cell_length for y in range(size[1])} == {size[0]}
