#!/usr/bin/env python3
"""Kills `nuskha run` with SIGKILL at random moments, runs it again, and demands that nothing was lost or done twice.

usage: kill_runs.py NUSKHA BATCH [--kills 200] [--seed 1] [--jobs 2]

Only kills that hit a live run count. For each: a fresh store and work folder; SIGKILL at a random moment of the run; the store must audit clean (wholly old
or wholly new); a second run must end well, must not work again on a page that was committed before the kill, and must leave
byte for byte the store of an undisturbed run. SOURCE_DATE_EPOCH is set, so the clock is the same for all.
"""
import argparse
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH="1700000000")


def tree(folder):
    """Path -> digest of every file below a folder, and every empty folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif not any(path.iterdir()):
            found[name + "/"] = "empty folder"
    return found


def command(arguments, place):
    batch, jobs = arguments.batch, arguments.jobs
    recipe = ["--recipe", arguments.recipe] if arguments.recipe else []
    return [arguments.nuskha, "run", batch, "--store", place / "store", "--work", place / "work", "--jobs", str(jobs), "--json", *recipe]


def committed_pages(place):
    journal = place / "work" / "run" / "journal.db"
    if not journal.exists():
        return set()
    try:
        with sqlite3.connect(journal) as database:
            return set(database.execute("SELECT item, scan, image, side FROM page WHERE key <> ''"))
    except sqlite3.DatabaseError as error:
        if "no such table" in str(error):
            return set()
        raise


def worked_on(output):
    pages = set()
    for line in output.decode().splitlines():
        event = json.loads(line)
        if event.get("event") == "page" and not event["reused"]:
            pages.add((event["item"], event["scan"], event["image"], event["side"]))
    return pages


def differences(reference, got):
    return sorted(name for name in reference.keys() | got.keys() if reference.get(name) != got.get(name))


def one_kill(arguments, place, moment, reference):
    """One trial; returns (whether the kill hit a live run, pages kept, list of complaints)."""
    run = subprocess.Popen(command(arguments, place), stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    try:
        run.wait(moment)
    except subprocess.TimeoutExpired:
        pass
    hit = run.poll() is None
    run.send_signal(signal.SIGKILL)
    run.wait()
    time.sleep(0.05)  # workers die with the coordinator
    complaints = []
    if (place / "store" / "0=ocfl_1.1").exists():
        audit = subprocess.run([arguments.nuskha, "audit", place / "store"], capture_output=True, env=ENVIRONMENT)
        if audit.returncode:
            complaints.append(f"after the kill the store does not audit: {audit.stdout.decode()[-400:]}")
    committed = committed_pages(place)
    second = subprocess.run(command(arguments, place), capture_output=True, env=ENVIRONMENT)
    if second.returncode:
        complaints.append(f"the second run ended with {second.returncode}: {second.stderr.decode()[-400:]}")
        return hit, len(committed), complaints
    if twice := committed & worked_on(second.stdout):
        complaints.append(f"{len(twice)} committed pages were worked on again, for example {sorted(twice)[0]}")
    if different := differences(reference, tree(place / "store")):
        complaints.append(f"{len(different)} files differ from the undisturbed run's, for example {different[0]}")
    return hit, len(committed), complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nuskha", type=pathlib.Path)
    parser.add_argument("batch", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--recipe", help="a recipe other than the batch's own")
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    bad = hits = kept = 0
    with tempfile.TemporaryDirectory(prefix="nuskha-kill-") as folder:
        place = pathlib.Path(folder)
        started = time.monotonic()
        subprocess.run(command(arguments, place / "reference"), check=True,
                       stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        whole = time.monotonic() - started
        reference = tree(place / "reference" / "store")
        print(f"undisturbed run: {whole:.1f} s, {len(reference)} files in the store", flush=True)
        trial = 0
        while hits < arguments.kills and trial < 3 * arguments.kills:
            moment = random.uniform(0, whole)
            there = place / f"trial-{trial}"
            trial += 1
            hit, committed, complaints = one_kill(arguments, there, moment, reference)
            hits += hit
            kept += committed
            for complaint in complaints:
                print(f"kill {trial} at {moment:.2f} s: {complaint}", flush=True)
            bad += bool(complaints)
            shutil.rmtree(there)
            if hit and hits % 20 == 0:
                print(f"{hits} kills, {kept} pages kept, {bad} bad", flush=True)
    print(f"{hits} kills of a live run, {trial - hits} after its end; {kept} committed pages kept; {bad} bad")
    return 1 if bad or not reference or hits < arguments.kills else 0


if __name__ == "__main__":
    sys.exit(main())
