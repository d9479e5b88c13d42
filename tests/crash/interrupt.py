#!/usr/bin/env python3
"""Ctrl-C, SIGTERM, dead and hanging workers, full disks, two runs at once: nothing is lost, the next run finishes, and the
store is byte for byte that of an undisturbed run."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import expect, main, same, tree  # noqa: E402


def batch_of(place):
    return place.copy("print", "AZ-0002", "EN-0001", "RU-0001", "batch.toml", "items.csv")


def undisturbed(place, batch):
    store = place.folder / "undisturbed"
    same(place.run(batch, store=store, work=place.folder / "undisturbed-work").status, 0, "undisturbed run")
    return tree(store)


def until(run, wanted):
    """Reads the run's events until `wanted` says yes; returns those read."""
    seen = []
    for line in run.stdout:
        seen.append(json.loads(line))
        if wanted(seen[-1]):
            return seen
    raise AssertionError(f"the run ended before it came to that: {run.communicate()[1]}")


def first_page(event):
    return event["event"] == "page"


def workers_of(run, enough=1):
    """Process ids of a run's workers."""
    for _ in range(200):
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if int(stat[1]) == run.pid and len(words) > 1 and words[1] == b"worker":
                found.append(int(folder.name))
        if len(found) >= enough:
            return found
        time.sleep(0.05)
    raise AssertionError("the run has no workers")


def goes_on(place, batch, reference, events):
    """The next run ends well, works on no page twice, and leaves the undisturbed run's bytes."""
    done = {(e["item"], e["scan"]) for e in events if e["event"] == "page"}
    again = place.run(batch)
    same(again.status, 0, f"exit status of the run after it {again.err[-500:]}")
    twice = done & {(e["item"], e["scan"]) for e in again.all("page") if not e["reused"]}
    expect(not twice, "worked on again:", twice)
    same(tree(place.store), reference, "store after the second run")
    same(place.audit().status, 0, "audit")


def stopped_by(place, signals, group=False):
    batch = batch_of(place)
    reference = undisturbed(place, batch)
    run = place.start(batch, group=group)
    events = until(run, first_page)
    for number, wait in signals:
        (os.killpg if group else os.kill)(run.pid, number)
        time.sleep(wait)
    out, err = run.communicate(timeout=120)
    events += [json.loads(line) for line in out.splitlines() if '"event"' in line]
    same(run.returncode, 130, f"exit status {err}")
    if events[-1].get("event"):
        expect(len([e for e in events if e["event"] == "scan"]) < 8, "it did not stop, it finished")
    goes_on(place, batch, reference, events)


def one_interrupt_stops_cleanly(place):
    stopped_by(place, [(signal.SIGINT, 0)])


def two_interrupts_stop_at_once(place):
    stopped_by(place, [(signal.SIGINT, 0.6), (signal.SIGINT, 0)])


def termination_is_an_interrupt(place):
    stopped_by(place, [(signal.SIGTERM, 0)])


def termination_of_the_whole_group(place):
    """As systemd and batch systems do it: every process of the run gets the signal."""
    stopped_by(place, [(signal.SIGTERM, 0)], group=True)


def a_killed_worker_costs_nothing(place):
    batch = batch_of(place)
    reference = undisturbed(place, batch)
    run = place.start(batch, jobs=2)
    until(run, first_page)
    os.kill(workers_of(run)[0], signal.SIGKILL)
    out, err = run.communicate(timeout=300)
    same(run.returncode, 0, f"exit status {err}")
    same(tree(place.store), reference, "store")


def a_hanging_worker_costs_one_scan(place):
    batch = batch_of(place)
    reference = undisturbed(place, batch)
    run = place.start(batch, "--page-timeout", "3")
    until(run, lambda e: e["event"] == "started")
    stopped = workers_of(run)[0]
    os.kill(stopped, signal.SIGSTOP)
    out, err = run.communicate(timeout=300)
    same(run.returncode, 1, f"exit status {err}")
    events = [json.loads(line) for line in out.splitlines() if '"event"' in line]
    late = [f["place"] for e in events for f in e.get("findings", []) if f["code"] == "page.timeout"]
    expect(len(late) == 1, "page.timeout wanted once:", late, err)
    states = [e["state"] for e in events if e["event"] == "item"]
    same(sorted(states), ["held back", "sealed", "sealed"], "items")
    expect(not pathlib.Path(f"/proc/{stopped}").exists(), "the hanging worker is still there")
    goes_on(place, batch, reference, events)


def two_runs_at_once(place):
    batch = batch_of(place)
    run = place.start(batch)
    until(run, first_page)
    second = place.run(batch)
    same(second.status, 2, "exit status of the second run")
    expect("another run is at work on this batch" in second.err, "what it says:", second.err)
    _, err = run.communicate(timeout=300)
    same(run.returncode, 0, f"exit status of the first run {err}")


def stopping_recipe(place, stop_error):
    """Reads; a run stops when half of its last pages have a larger expected error than `stop_error`, from two pages on."""
    path = place.folder / f"stopping-{stop_error}.toml"
    path.write_text('title = "Stopping"\nstages = ["deskew", "recognise", "seal"]\n[recognise]\nreadable = 0\n'
                    f"[gate]\nmax_error = 0\nmin_confidence = 0\nmax_warned = 1\nmax_one_warning = 1\nstop_after = 2\nstop_error = {stop_error}\n")
    return path


def a_run_that_can_hardly_read_stops_by_itself(place):
    """Russian that was declared as Azerbaijani in Latin letters: stopped, told, nothing lost, and read on when the recipe says so."""
    batch = place.copy("print", "RU-0001", "batch.toml")
    (batch / "RU-0001" / "item.toml").write_text('languages = ["az-Latn"]\n')
    stopping = place.run(batch, "--recipe", stopping_recipe(place, 0.05), quick=False)
    same(stopping.status, 1, f"exit status {stopping.err[-800:]}")
    said = [f for e in stopping.events for f in e.get("findings", []) if f["code"] == "batch.misread"]
    same(len(said), 1, f"findings {stopping.findings()}")
    expect("the run was stopped" in said[0]["sentence"] and "stop_error = 0" in said[0]["sentence"], said[0])
    pages = {(p["scan"]) for p in stopping.all("page")}
    expect(2 <= len(pages) < 3, "pages read before it stopped:", pages)
    expect(not stopping.all("item"), "an item was sealed")
    again = place.run(batch, "--recipe", stopping_recipe(place, 0.05), quick=False)
    same(again.status, 1, "exit status of the same run again")
    expect(all(p["reused"] for p in again.all("page")), "the same run read on")
    lax = place.run(batch, "--recipe", stopping_recipe(place, 0), quick=False)
    same(lax.status, 0, f"exit status of the run that is told to go on {lax.err[-800:]} {lax.findings()}")
    same({p["scan"] for p in lax.all("page") if p["reused"]}, pages, "pages that were not read again")
    same([e["state"] for e in lax.all("item")], ["sealed"], "the item")
    same(place.audit().status, 0, "audit")


def small_disk(folder, megabytes):
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "nuskha-test", str(folder)], capture_output=True, text=True)
    return made.returncode == 0


def full(place, which, megabytes):
    """The disk fills up behind our back in mid-run; then there is room again."""
    disk = place.folder / "disk"
    if not small_disk(disk, megabytes):
        return "SKIPPED: mounting a small disk is not permitted here"
    try:
        batch = batch_of(place)
        reference = undisturbed(place, batch)
        places = {which: disk / which}
        run = place.start(batch, **places)
        until(run, lambda e: e["event"] == "started")
        with open(disk / "filler", "wb") as filler:
            try:
                while True:
                    filler.write(bytes(65536))
                    filler.flush()
            except OSError:
                pass
        out, err = run.communicate(timeout=300)
        same(run.returncode, 4, f"exit status {err} {out[-300:]}")
        expect("full" in err and "needs" in err and "has" in err, "what it says:", err)
        if which == "store":
            same(place.audit(store=disk / "store").status, 0, "audit of the full store")
        (disk / "filler").unlink()
        again = place.run(batch, **places)
        same(again.status, 0, f"exit status of the run after it {again.err}")
        same(tree(places.get("store", place.store)), reference, "store after the second run")
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def the_disk_of_the_store_fills_up(place):
    return full(place, "store", 8)


def the_disk_of_the_work_folder_fills_up(place):
    return full(place, "work", 12)


def too_little_room_is_said_before(place):
    disk = place.folder / "disk"
    if not small_disk(disk, 1):
        return "SKIPPED: mounting a small disk is not permitted here"
    try:
        batch = batch_of(place)
        ended = place.run(batch, store=disk / "store")
        same(ended.status, 4, "exit status")
        expect("not enough room: needs" in ended.err and "free" in ended.err, "what it says:", ended.err)
        expect(not ended.all("started") and not list(disk.iterdir()), "it began all the same")
    finally:
        subprocess.run(["umount", str(disk)], check=False)


if __name__ == "__main__":
    sys.exit(main([one_interrupt_stops_cleanly, two_interrupts_stop_at_once, termination_is_an_interrupt,
                   termination_of_the_whole_group, a_killed_worker_costs_nothing, a_hanging_worker_costs_one_scan,
                   a_run_that_can_hardly_read_stops_by_itself,
                   two_runs_at_once, the_disk_of_the_store_fills_up, the_disk_of_the_work_folder_fills_up,
                   too_little_room_is_said_before]))
