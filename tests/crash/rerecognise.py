#!/usr/bin/env python3
"""nuskha rerecognise: a version of text alone, none where nothing changed; scans stay where they are; damage and kills cost nothing."""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import ENVIRONMENT, Place, SAMPLES, call, expect, logical_paths, main, objects, same, stored, tree  # noqa: E402

_made = []
READ = 'title = "Reading"\nlanguages = ["en"]\nstages = ["inspect", "deskew", "crop", "tone", "recognise", "seal"]\n'
ITEM, SCANS = "GAP-09", ["scans/0001.tif", "scans/0002.tif"]


def batch_of(place):
    return place.folder / "batch"


def store_of(place, read=True):
    """An item of two pages, read or not, made once and copied."""
    if not _made:
        for reading in (False, True):
            maker = Place(place.nuskha)
            _made.append(maker)
            (batch_of(maker) / ITEM).mkdir(parents=True)
            for name, source in (("0001.tif", "0001.tif"), ("0002.tif", "0002.tif")):
                shutil.copy2(SAMPLES / "bad" / ITEM / source, batch_of(maker) / ITEM / name)
            if reading:
                maker.recipe.write_text(READ)
            same(maker.run(batch_of(maker)).status, 0, "exit status")
    shutil.copytree(_made[read].store, place.store, dirs_exist_ok=True)
    place.recipe.write_text(READ)
    return place.store


def command(place, *more):
    return [str(a) for a in (place.nuskha, "rerecognise", place.store, *(more or (ITEM,)), "--recipe", place.recipe, "--jobs", 1,
                             "--json", "--work", place.folder / "again")]


def again(place, *more):
    return call(command(place, *more))


def figures(ended):
    return [(e["outcome"], e["pages_changed"]) for e in ended.all("text")]


def the_same_reading_makes_no_version(place):
    store_of(place)
    before = tree(place.store)
    for more in ((ITEM,), ("--all", "--dry-run"), ("--all",)):
        ended = again(place, *more)
        same(ended.status, 0, f"exit status ({ended.err})")
        same([p for _, p in figures(ended)], [0], f"pages changed ({more})")
    same(tree(place.store), before, "store")


def a_dry_run_shows_and_writes_nothing_and_is_not_paid_twice(place):
    store = store_of(place, read=False)
    before = tree(store)
    ended = again(place, ITEM, "--dry-run")
    same(ended.status, 0, f"exit status ({ended.err})")
    same(tree(store), before, "store")
    same(figures(ended), [("would change", 2)], "figures")
    item = ended.all("text")[0]
    expect(item["words_added"] > 100 and item["words_before"] == 0 and item["confidence_before"] is None, item)
    expect(0.5 < item["confidence_after"] <= 1, item)
    ended = again(place)
    same([e["reused"] for e in ended.all("page")], [True, True], "pages taken from the dry run")
    same(figures(ended), [("sealed as v2", 2)], "figures")


def the_new_version_names_the_scans_of_the_first(place):
    store = store_of(place, read=False)
    before = {path: digest for path, digest in tree(store).items() if "/v1/" in path}
    inodes = {path: os.stat(store / path).st_ino for path in before}
    ended = again(place)
    same(ended.status, 0, f"exit status ({ended.err})")
    after = tree(store)
    same({path: after.get(path) for path in before}, before, "files of v1")
    same({path: os.stat(store / path).st_ino for path in before}, inodes, "inodes: nothing was copied")
    folder, inventory = objects(store)[ITEM]
    same(inventory["head"], "v2", "head")
    for scan in SCANS:
        same(stored(store, ITEM, scan), folder / "v1" / "content" / scan, scan)
    added = sorted(str(p.relative_to(folder / "v2" / "content")) for p in (folder / "v2" / "content").rglob("*") if p.is_file())
    # findings.json is there too where reading found something to say.
    same([f for f in added if f != "findings.json"],
         ["alto/0001.tif.xml", "alto/0002.tif.xml", "mets.xml", "text.txt", "text/0001.tif.txt", "text/0002.tif.txt"], "content of v2")
    same(place.audit().status, 0, "audit")
    expect("text/0001.tif.txt" in logical_paths(inventory), "the new text is not in the state")
    for version, read in (("v1", [False, False]), ("v2", [True, True])):
        told = json.loads(call([place.nuskha, "text", store, ITEM, "--version", version, "--out", place.folder / version, "--json"]).out)
        same([p["read"] for p in told["items"][0]["pages"]], read, f"pages read in {version}")
    mets = stored(store, ITEM, "mets.xml").read_text()
    for said in ("rerecognise: read again with recipe quick: new text of 2 of 2 pages, sealed as v2; models eng sha256:",
                 "metadata modification", "page-0001-event-0", "seal: sealed as v1"):
        expect(said in mets, "not in METS:", said)
    # The batch that it came from has nothing new for the store.
    place.recipe.write_text('title = "No reading"\nlanguages = ["en"]\nstages = ["inspect", "deskew", "crop", "seal"]\n')
    same([e["state"] for e in place.run(batch_of(_made[0])).all("item")], ["unchanged"], "run after rerecognise")


def other_languages_are_read_when_asked_for(place):
    store_of(place)
    ended = again(place, ITEM, "--languages", "ru", "--dry-run")
    item = ended.all("text")[0]
    same((ended.status, item["pages_changed"]), (0, 2), "exit status, pages")
    expect(item["words_changed"] > item["words_before"] // 2, item)
    same(again(place, ITEM, "--languages", "klingon-x").status, 2, "exit status of a language that is none")


def old_is_what_is_asked_for(place):
    store_of(place)
    for what, count in (("2023-11-14", 0), ("2023-11-15", 1), ("2023-11-14T22:13:21Z", 1), ("1.0", 0), ("99", 1), ("installed", 0)):
        ended = again(place, "--model-older-than", what, "--dry-run")
        same((ended.status, len(ended.all("text"))), (0, count), f"items older than {what} ({ended.err})")
    ended = again(place, "--model-older-than", "yesterday")
    same(ended.status, 2, "exit status")
    expect("neither a date" in ended.err, ended.err)
    unread = Place(place.nuskha)
    with unread:
        store_of(unread, read=False)
        same(len(again(unread, "--model-older-than", "99", "--dry-run").all("text")), 0, "items that nothing has read")


def an_unknown_item_is_told_before_anything_is_read(place):
    before = tree(store_of(place))
    ended = again(place, ITEM, "GAP-9")
    same(ended.status, 2, "exit status")
    expect("there is no item 'GAP-9' in it; did you mean 'GAP-09'?" in ended.err, ended.err)
    same(tree(place.store), before, "store")


def a_corrupt_scan_leaves_its_item_alone(place):
    store = store_of(place, read=False)
    scan = stored(store, ITEM, SCANS[1])
    data = bytearray(scan.read_bytes())
    data[-100] ^= 1
    scan.write_bytes(data)
    before = tree(store)
    ended = again(place)
    same(ended.status, 5, f"exit status ({ended.err})")
    expect(any(code == "fixity.changed" and where.endswith("scans/0002.tif") for code, where in ended.findings()), ended.findings())
    same([e["state"] for e in ended.all("item")], ["held back"], "state")
    same(tree(store), before, "store")


def a_damaged_record_leaves_its_item_alone(place):
    store = store_of(place)
    for path in ("alto/0001.tif.xml", "findings.json", "mets.xml"):
        file = stored(store, ITEM, path)
        sound = file.read_bytes()
        file.write_bytes(sound.replace(b"0", b"1", 1))
        before = tree(store)
        ended = again(place)
        same(ended.status, 5, f"exit status with a damaged {path} ({ended.err})")
        expect("are not those that the inventory states" in ended.out, ended.out)
        same(tree(store), before, "store")
        file.write_bytes(sound)


def ctrl_c_loses_nothing(place):
    store_of(place, read=False)
    run = subprocess.Popen(command(place), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    for line in run.stdout:
        if json.loads(line)["event"] == "page":
            run.send_signal(signal.SIGINT)
            break
    rest, said = run.communicate()
    same(run.returncode, 130, "exit status")
    expect("run the same command again" in said, said)
    same(place.audit().status, 0, "audit")
    ended = again(place)
    same((ended.status, figures(ended)), (0, [("sealed as v2", 2)]), "the second run")
    same([e["reused"] for e in ended.all("page") if e["scan"] == "0001.tif"], [True], "the page that was through")


def a_scan_that_cannot_be_decoded_stays_an_error(place):
    """Sealed with --keep-faulty: the second run must not take the first's failure for done."""
    batch = place.copy("bad", "TRUNC-02")
    same(place.run(batch, "--keep-faulty").status, 1, "exit status of the run")
    place.recipe.write_text(READ)
    before = tree(place.store)
    for _ in range(2):
        ended = again(place, "TRUNC-02")
        same((ended.status, [e["state"] for e in ended.all("item")]), (1, ["held back"]), f"outcome ({ended.err})")
        same(tree(place.store), before, "store")


def killed_at_any_moment_the_store_is_sound_and_the_same_command_goes_on(place):
    whole = Place(place.nuskha)
    with whole:
        store_of(whole, read=False)
        started = time.monotonic()
        same(again(whole).status, 0, "exit status of the undisturbed run")
        seconds, wanted = time.monotonic() - started, tree(whole.store)
    dice, hits = random.Random(4), 0
    for trial in range(8):
        with Place(place.nuskha) as there:
            store_of(there, read=False)
            run = subprocess.Popen(command(there), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
            try:
                run.wait(dice.uniform(0, seconds))
            except subprocess.TimeoutExpired:
                hits += 1
            run.send_signal(signal.SIGKILL)
            run.wait()
            time.sleep(0.05)  # workers die with the coordinator
            same(there.audit().status, 0, f"audit after kill {trial}")
            same(again(there).status, 0, "exit status of the second run")
            same(tree(there.store), wanted, f"store after kill {trial}")
    expect(hits >= 4, "hardly a kill met a live run:", hits)
    return f"{hits} kills of a live run"


if __name__ == "__main__":
    status = main([the_same_reading_makes_no_version, a_dry_run_shows_and_writes_nothing_and_is_not_paid_twice,
                   the_new_version_names_the_scans_of_the_first, other_languages_are_read_when_asked_for, old_is_what_is_asked_for,
                   an_unknown_item_is_told_before_anything_is_read, a_corrupt_scan_leaves_its_item_alone,
                   a_damaged_record_leaves_its_item_alone, ctrl_c_loses_nothing,
                   a_scan_that_cannot_be_decoded_stays_an_error, killed_at_any_moment_the_store_is_sound_and_the_same_command_goes_on])
    for maker in _made:
        shutil.rmtree(maker.folder, ignore_errors=True)
    sys.exit(status)
