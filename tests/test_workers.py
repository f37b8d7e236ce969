"""The watchdog: work that hangs, swells or kills its process ends as one line, the rest goes on."""

from __future__ import annotations

import os
import time
from collections import deque
from pathlib import Path

import pytest

from audit.heartbeat import beat
from audit.workers import WorkLimits, resident_bytes, run_in_workers

MIB = 1024 * 1024


# Workers import this by name, so it stands at the top of the module.
def work(job):
    kind, _, detail = job.partition(":")
    if kind == "hang":
        while True:
            time.sleep(1)
    if kind == "spin":
        while True:
            pass
    if kind == "slow":
        for step in range(8):
            time.sleep(1)
            beat(step + 1, 8)
    if kind == "swell":
        held = [bytearray(os.urandom(MIB)) * 20 for _ in range(15)]
        time.sleep(20)
        return str(len(held))
    if kind == "die":
        os._exit(9)
    if kind == "die once":
        mark = Path(detail)
        if not mark.exists():
            mark.touch()
            os._exit(9)
    return f"{os.getpid()}"


def run(jobs, count=2, limits=None, alive=None):
    results = {}
    run_in_workers(deque(jobs), count, work, results.__setitem__, lambda _, code: code, limits, alive)
    return results


def test_work_that_hangs_is_ended_and_the_rest_goes_on():
    begun = time.monotonic()
    results = run(["a", "hang", "spin", "b", "c"], limits=WorkLimits(seconds=6))
    assert {job for job, result in results.items() if result == "E128"} == {"hang", "spin"}
    assert sum(result.isdecimal() for result in results.values()) == 3
    assert time.monotonic() - begun < 60


def test_slow_work_that_gives_signs_of_life_is_let_go_on():
    heard = []
    results = run(["slow"], count=1, limits=WorkLimits(seconds=5), alive=lambda *sign: heard.append(sign))
    assert results["slow"].isdecimal()
    assert heard == [("slow", step, 8) for step in range(1, 9)]


@pytest.mark.skipif(not resident_bytes(os.getpid()), reason="the system does not tell how much memory a process holds")
def test_work_that_swells_is_ended():
    # a fresh worker holds far less than this, whatever the process that runs the tests has grown to
    results = run(["a", "swell", "b"], count=1, limits=WorkLimits(seconds=60, memory=280 * MIB))
    assert results["swell"] == "E129"
    assert results["a"].isdecimal()
    assert results["b"].isdecimal()
    assert results["a"] != results["b"]


def test_a_process_that_dies_is_replaced_and_its_work_tried_once_more(tmp_path):
    results = run(["a", "die", f"die once:{tmp_path / 'mark'}", "b"])
    assert results["die"] == "E123"
    assert [job for job, result in results.items() if not result.isdecimal()] == ["die"]


def test_one_process_does_many_jobs():
    assert len(set(run(list("abcdef"), count=1).values())) == 1


def test_nothing_to_do_starts_nothing():
    assert run([]) == {}


def test_a_process_is_replaced_after_so_many_pieces_of_work():
    results = run(list("abcdefg"), count=1, limits=WorkLimits(jobs=3))
    assert len(set(results.values())) == 3
