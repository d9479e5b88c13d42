#!/usr/bin/env python3
"""Scans are stored byte for byte; the same in gives the same out; a second run adds only what changed."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import SAMPLES, expect, logical_paths, main, objects, same, stored, tree  # noqa: E402

IMAGES = {".tif", ".jpg", ".png", ".jp2"}


def scans_below(folder):
    return [p for p in sorted(folder.rglob("*")) if p.suffix in IMAGES]


def scans_are_byte_identical(place):
    count = 0
    for name in ("print", "manuscript", "periodical", "map", "plain"):
        batch, store = SAMPLES / name, place.folder / f"store-{name}"
        ended = place.run(batch, store=store, work=place.folder / f"work-{name}", jobs=2)
        same(ended.status, 0, f"exit status of {name} {ended.err[-800:]}")
        at = {e["path"]: (e["item"], e["scan"]) for e in ended.all("scan")}
        same(sorted(at), [str(p.relative_to(batch)) for p in scans_below(batch)], f"scans of {name}")
        for path, (item, scan) in at.items():
            copy = stored(store, item, f"scans/{scan}")
            expect(copy and copy.read_bytes() == (batch / path).read_bytes(), path, "differs in the store")
            count += 1
        same(place.audit(store=store).status, 0, f"audit of {name}")
    return f"{count} scans"


def running_again_adds_nothing(place):
    batch = SAMPLES / "periodical"
    same(place.run(batch).status, 0, "exit status of the first run")
    before = tree(place.store)
    again = place.run(batch)
    same(again.status, 0, "exit status of the second run")
    same({e["state"] for e in again.all("item")}, {"unchanged"}, "states told by the second run")
    expect(all(e["reused"] for e in again.all("page")), "a finished page was worked on again")
    same(tree(place.store), before, "store after the second run")
    elsewhere = place.run(batch, work=place.folder / "another work folder")
    same({e["state"] for e in elsewhere.all("item")}, {"unchanged"}, "states without the journal")
    same(tree(place.store), before, "store after a run without the journal")


def one_changed_scan_stores_one_scan(place):
    batch = place.copy("print", "AZ-0001", "batch.toml", "items.csv")
    (batch / "AZ-0001" / "checksums.md5").unlink()
    same(place.run(batch).status, 0, "exit status")
    first = {name: digest for name, digest in tree(place.store).items() if "/v1/" in name}
    scan = batch / "AZ-0001" / "AZ-0001_0002.tif"
    scan.write_bytes(scan.read_bytes() + b"\0\0")  # as saved once more: other bytes, the same picture
    ended = place.run(batch)
    same(ended.status, 0, "exit status of the second run")
    same([(e["state"], e["version"]) for e in ended.all("item")], [("sealed", 2)], "item told")
    same([e["scan"] for e in ended.all("page") if not e["reused"]], [scan.name], "pages worked on")
    folder, inventory = objects(place.store)["AZ-0001"]
    same(sorted(str(p.relative_to(folder / "v2" / "content")) for p in (folder / "v2" / "content").rglob("*") if p.is_file()),
         ["alto/AZ-0001_0002.tif.xml", "findings.json", "mets.xml", f"scans/{scan.name}"], "files of v2")
    same(stored(place.store, "AZ-0001", f"scans/{scan.name}").read_bytes(), scan.read_bytes(), "the changed scan")
    same({name: digest for name, digest in tree(place.store).items() if "/v1/" in name}, first, "files of v1")
    same(place.audit().status, 0, "audit")
    same(place.run(batch).all("item")[0]["state"], "unchanged", "third run")


def a_changed_title_stores_no_scan(place):
    batch = place.copy("manuscript", "MS-0020", "batch.toml", "items.csv")
    same(place.run(batch).status, 0, "exit status")
    table = batch / "items.csv"
    old = objects(place.store)["MS-0020"][1]
    lines = table.read_text().splitlines(keepends=True)
    table.write_text("".join(l.replace("MS-0020;", "MS-0020;Newly found: ", 1) for l in lines))
    ended = place.run(batch)
    same([(e["state"], e["version"]) for e in ended.all("item")], [("sealed", 2)], "item told")
    folder, inventory = objects(place.store)["MS-0020"]
    same(sorted(p.name for p in (folder / "v2" / "content").rglob("*") if p.is_file()), ["findings.json", "mets.xml"], "files of v2")
    same(logical_paths(inventory), logical_paths(old), "logical files of v2")
    expect(b"Newly found" in stored(place.store, "MS-0020", "mets.xml").read_bytes(), "the new title is not in the METS")


def the_same_name_in_another_batch_is_another_item(place):
    ours, theirs = place.folder / "ours", place.folder / "theirs"
    for batch, scan in ((ours, "0001.tif"), (theirs, "0002.tif")):
        (batch / "BOOK").mkdir(parents=True)
        (batch / "BOOK" / "0001.tif").write_bytes((SAMPLES / "print" / "AZ-0002" / scan).read_bytes())
    same(place.run(ours).status, 0, "exit status of the first batch")
    before = tree(place.store)
    ended = place.run(theirs, work=place.folder / "their work")
    same(ended.status, 1, "exit status of the second batch")
    expect(("item.id-taken", "BOOK") in ended.findings(), "item.id-taken was not told", ended.findings())
    same(tree(place.store), before, "store after the second batch")


def the_same_in_gives_the_same_out(place):
    """With reading, one worker and three, other folders: not one byte differs."""
    batch = place.copy("print", "AZ-0003", "EN-0001", "batch.toml", "items.csv")
    trees = []
    for jobs in (1, 3):
        store = place.folder / f"store-{jobs}"
        same(place.run(batch, quick=False, store=store, work=place.folder / f"work-{jobs}", jobs=jobs).status, 0, "exit status")
        trees.append(tree(store))
    same(trees[1], trees[0], "store made by three workers against one")
    expect(any(name.endswith("text.txt") for name in trees[0]), "no text was made")
    return f"{len(trees[0])} files"


if __name__ == "__main__":
    sys.exit(main([scans_are_byte_identical, running_again_adds_nothing, one_changed_scan_stores_one_scan,
                   a_changed_title_stores_no_scan, the_same_name_in_another_batch_is_another_item,
                   the_same_in_gives_the_same_out]))
