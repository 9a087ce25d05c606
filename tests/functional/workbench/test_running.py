"""A run from the key that starts it to the line that says what it meant."""

from dataclasses import replace

from concur_tui.screens.ask import Ask
from concur_tui.widgets.key_line import KeyLine
from concur_workloads.api import Deadlock, Failure, Latency, Phase, StuckWorker, workloads
from support.fake_experiment import make_result, running, starting
from support.workbench import workbench


async def test_r_runs_what_the_configuration_shows() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        spec = bench.experiment.spec
        assert (spec.workload, spec.backend, spec.workers) == (
            "sum-of-squares",
            "threading.Thread",
            2,
        )
        assert "● starting" in bench.text() or "● running" in bench.text()


async def test_a_second_r_does_not_start_a_second_run() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r", "r")
        assert len(bench.experiments) == 1


async def test_a_run_is_drawn_while_it_goes_on() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(4.0))
        text = bench.text()
        assert "● running    4.0 s" in text
        assert "backend pass 2 of 6" in text
        assert "about 8.0 s left" in text
        assert "16.0 /s" in text
        assert "task 16   CPU  26 %                16 done" in text


async def test_the_start_shows_that_it_is_under_way() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, replace(starting(), elapsed_s=0.7))
        assert "workers are being made ready" in bench.text()
        assert "0.5 s" in bench.rows()[0]


async def test_the_second_start_knows_how_long_the_first_took() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot)
        await bench.press(pilot, "r")
        await bench.show(pilot, starting())
        assert "last time 0.4 s" in bench.text()


async def test_the_end_says_what_the_figures_mean_and_keeps_the_lanes() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(4.0))
        await bench.end(pilot)
        text = bench.text()
        assert "■ completed" in text
        assert "speed-up 0.93 x serial" in text
        assert "16 done" in text
        assert "threading.Thread x 2" in text
        assert "0.93 0.90-0.96" in text


async def test_the_verdict_is_in_the_log_too_where_it_stays() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot)
        await bench.flush_log(pilot)
        assert "speed-up 0.93 x serial" in bench.words("#log-lines")


async def test_no_verdict_stands_beside_a_run_that_it_is_not_about() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.end(pilot)
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        assert bench.words("#verdict") == ""


async def test_how_late_an_event_loop_is_stands_there_meanwhile_and_with_the_verdict() -> None:
    lag = Latency(0.0004, 0.001, 0.052, 0.061)
    words = "Timers of the event loop fired 400 µs late (median), up to 61.0 ms."
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, replace(running(2.0), loop_lag=lag))
        assert bench.words("#verdict") == words
        await bench.end(pilot, replace(make_result(bench.experiment.spec), loop_lag=lag))
        assert bench.words("#verdict").startswith("speed-up 0.93 x serial")
        assert bench.words("#verdict").endswith(words)


async def test_the_last_runs_stand_newest_first() -> None:
    async with workbench() as (bench, pilot):
        for speedup in (0.93, 1.75):
            await bench.press(pilot, "r")
            await bench.end(pilot, make_result(bench.experiment.spec, speedup=speedup))
        rows = [row for row in bench.rows() if "threading.Thread x 2" in row][-2:]
        assert "1.75" in rows[0]
        assert "0.93" in rows[1]


async def test_a_failure_is_said_with_its_cause() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        result = make_result(bench.experiment.spec, status="failed", cause="worker 2 was killed")
        failure = Failure("backend", 1, 7, 2, "killed by SIGKILL")
        await bench.end(pilot, replace(result, failures=(failure,), failures_in_all=1))
        text = bench.text()
        assert "■ failed" in text
        assert "worker 2 was killed" in text
        assert "1 failed" in text


async def test_lost_records_are_said() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        result = replace(make_result(bench.experiment.spec), dropped_records=1234)
        await bench.end(pilot, result)
        assert "1 234 records lost" in bench.text()


async def test_p_pauses_and_goes_on() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        await bench.press(pilot, "p")
        bench.controller.publish()
        await bench.settle(pilot)
        assert "● paused" in bench.text()
        await bench.press(pilot, "p")
        assert bench.experiment.calls == ["pause", "resume"]


async def test_s_stops_and_a_second_s_asks_before_it_ends_by_force() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        await bench.press(pilot, "s")
        bench.controller.publish()
        await bench.settle(pilot)
        assert "● stopping" in bench.text()
        await bench.press(pilot, "s")
        assert isinstance(bench.app.screen, Ask)
        assert bench.experiment.calls == ["cancel"]
        await bench.press(pilot, "f")
        await bench.end(pilot)
        assert bench.experiment.calls == ["cancel", "kill"]
        assert "■ cancelled" in bench.text()


async def test_escape_out_of_the_question_keeps_the_run() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, replace(running(2.0), cancelling=True))
        await bench.press(pilot, "s")
        await bench.press(pilot, "escape", "escape", "escape")
        assert bench.experiment.calls == []
        assert bench.controller.running


async def test_k_on_threads_says_why_not() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        await bench.press(pilot, "k")
        assert not isinstance(bench.app.screen, Ask)
        assert "Python has no way to end a single thread" in bench.words("Toast")
        assert bench.experiment.calls == []


async def test_k_on_processes_asks_for_the_signal_for_the_selected_lane() -> None:
    async with workbench() as (bench, pilot):
        await bench.choose_backend(pilot, "multiprocessing.Process")
        await bench.press(pilot, "escape", "r")
        await bench.show(pilot, running(2.0))
        assert bench.experiment.spec.backend == "multiprocessing.Process"
        await bench.press(pilot, "3", "down", "down", "k")
        assert "Kill worker 3?" in bench.text()
        await bench.press(pilot, "k")
        assert bench.experiment.calls == ["kill 3 SIGKILL"]


async def test_the_serial_lane_has_no_worker_to_kill() -> None:
    async with workbench() as (bench, pilot):
        await bench.choose_backend(pilot, "multiprocessing.Process")
        await bench.press(pilot, "escape", "r")
        snapshot = running(2.0)
        serial = replace(snapshot.lanes[0], role="serial", label="serial")
        await bench.show(pilot, replace(snapshot, lanes=(serial, *snapshot.lanes[1:])))
        assert bench.screen.resources.selected_lane == 1
        await bench.press(pilot, "3", "up", "k")
        assert "stop the run instead" in bench.words("Toast")


async def test_workloads_print_into_the_log() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        bench.experiment.say("number 17 [red]not markup[/red]", source="stdout")
        await bench.show(pilot, running(1.0))
        await bench.flush_log(pilot)
        await bench.settle(pilot)
        assert "number 17 [red]not markup[/red]" in bench.text()


async def test_what_is_configured_during_a_run_is_for_the_next() -> None:
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(1.0))
        await bench.press(pilot, "w", "down")
        await bench.show(pilot, running(2.0))
        assert "sum of squares" in bench.rows()[0]
        await bench.end(pilot)
        await bench.press(pilot, "r")
        await bench.show(pilot, replace(running(1.0), phase=Phase.SERIAL_PASS))
        assert bench.experiment.spec.workload == workloads()[1].name
        assert workloads()[1].title in bench.rows()[0]


async def test_a_deadlock_is_told_and_b_breaks_it_only_then() -> None:
    stuck = (
        StuckWorker(1, ("lock A",), "lock B", 41),
        StuckWorker(2, ("lock B",), "lock A", 41),
    )
    async with workbench() as (bench, pilot):
        await bench.press(pilot, "r")
        await bench.show(pilot, running(2.0))
        keys = bench.app.screen.query_one(KeyLine)
        assert "break" not in [key.label for key in keys.keys]
        await bench.press(pilot, "b")
        await bench.show(pilot, replace(running(3.0), deadlock=Deadlock("locks.py", stuck, ())))
        assert bench.words("#verdict").startswith("Deadlock: worker 1 holds lock A and waits for")
        assert bench.words("#verdict").endswith("Press b to break it.")
        assert "break" in [key.label for key in keys.keys]
        await bench.press(pilot, "b")
        assert bench.experiment.calls == ["break deadlock"]
        await bench.show(pilot, running(4.0))
        assert bench.words("#verdict") == ""
