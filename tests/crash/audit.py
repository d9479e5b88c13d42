#!/usr/bin/env python3
"""Whatever happens to a file of a store, audit ends with 5 and names the file; and it never writes."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import Place, SAMPLES, expect, main, same, tree  # noqa: E402

_made = []


def store_of(place):
    """A small store with one item in two versions, made once and copied."""
    if not _made:
        maker = Place(place.nuskha)
        _made.append(maker)
        batch = maker.copy("manuscript", "MS-0020", "batch.toml", "items.csv")
        same(maker.run(batch, quick=False).status, 0, "exit status")
        table = batch / "items.csv"
        table.write_text(table.read_text().replace("MS-0020;", "MS-0020;Found: ", 1))
        same(maker.run(batch, quick=False).status, 0, "exit status of the second version")
    shutil.copytree(_made[0].store, place.store, dirs_exist_ok=True)
    return place.store


def files_of(store):
    return sorted(str(p.relative_to(store)) for p in store.rglob("*") if p.is_file())


def audited(place):
    ended = place.audit("--json")
    return ended.status, json.loads(ended.out) if ended.out.startswith("{") else {"findings": []}, ended.err


def expect_named(place, file, what):
    """Exit 5, and a finding (or the failure's sentence) that names the file or, for an inventory, what it describes."""
    status, result, err = audited(place)
    said = err + " ".join(f["place"] + " " + f["sentence"] for f in result["findings"])
    same(status, 5, f"exit status after {what} {file}: {said}")
    folder, name = file.rsplit("/", 1) if "/" in file else ("", file)
    expect(file in said or (name.startswith("inventory.json") and folder in said and name in said),
           f"after {what} {file} it is not named:", said)


def changed(path, change):
    kept = path.read_bytes()
    stamp = path.stat()
    change(path)
    yield
    path.write_bytes(kept)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


def each(place, what, change, wanted=lambda file: True):
    store = store_of(place)
    files = [file for file in files_of(store) if wanted(file)]
    for file in files:
        for _ in changed(store / file, change):
            expect_named(place, file, what)
    same(place.audit().status, 0, "audit when all is put back")
    return f"{len(files)} files"


def flip(at):
    def change(path):
        data = bytearray(path.read_bytes())
        data[int(at * (len(data) - 1))] ^= 1
        path.write_bytes(data)
    return change


def a_sound_store_is_sound(place):
    store = store_of(place)
    before = tree(store)
    kinds = {pathlib.PurePath(f).suffix or pathlib.PurePath(f).name for f in files_of(store)}
    expect(kinds >= {".jpg", ".xml", ".txt", ".json", ".sha512", ".1", ".1"}, "kinds of files:", kinds)
    status, result, _ = audited(place)
    same((status, result["sound"], result["findings"]), (0, True, []), "audit")
    same(tree(store), before, "store after an audit")


def a_flipped_bit_in_the_middle(place):
    return each(place, "flipping a bit of", flip(0.5))


def a_flipped_bit_at_the_end(place):
    return each(place, "flipping a bit at the end of", flip(1.0))


def more_than_white_space(file):
    """A sidecar states the same with another line end; OCFL allows it."""
    return not file.endswith("inventory.json.sha512")


def a_truncated_file(place):
    each(place, "cutting in half", lambda path: path.write_bytes(path.read_bytes()[:path.stat().st_size // 2]))
    return each(place, "truncating", lambda path: path.write_bytes(path.read_bytes()[:-1]), more_than_white_space)


def an_emptied_file(place):
    return each(place, "emptying", lambda path: path.write_bytes(b""))


def a_lengthened_file(place):
    return each(place, "adding to", lambda path: path.write_bytes(path.read_bytes() + b"\n"), more_than_white_space)


def a_deleted_file(place):
    return each(place, "deleting", lambda path: path.unlink(), lambda file: file != "0=ocfl_1.1")


def every_byte_of_the_layout(place):
    """A layout that reads well but says something else must be noticed too."""
    store = store_of(place)
    count = 0
    for name in [f for f in files_of(store) if f == "ocfl_layout.json" or f.startswith("extensions/")]:
        path = store / name
        kept = path.read_bytes()
        for at in range(0, len(kept), 3):
            path.write_bytes(kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1:])
            status, _, err = audited(place)
            same(status, 5, f"exit status with byte {at} of {name} flipped: {err}")
            count += 1
        path.write_bytes(kept)
    config = next(store.rglob("config.json"))
    config.write_text(config.read_text().replace('"tupleSize": 3', '"tupleSize": 2'))
    expect_named(place, str(config.relative_to(store)), "changing to another sound layout")
    return f"{count} bytes"


def a_folder_that_cannot_be_read(place):
    """Told where it is; the rest of the store is looked at all the same, and nothing in it is called missing."""
    if os.geteuid() != 0:
        return "skipped: needs root, to look as somebody who may not"
    store = store_of(place)
    place.folder.chmod(0o755)
    nuskha = shutil.copy(place.nuskha, place.folder)
    for folder in sorted(p for p in store.rglob("*") if p.is_dir() and "extensions" not in p.parts):
        folder.chmod(0o700)
        ended = subprocess.run([nuskha, "audit", store, "--json"], user="nobody", capture_output=True, text=True)
        folder.chmod(0o755)
        same(ended.returncode, 5, f"exit status with {folder} closed: {ended.stderr}")
        told = [(f["code"], f["place"]) for f in json.loads(ended.stdout)["findings"]]
        same(told, [("fixity.unreadable", str(folder.relative_to(store)))], "findings")


def an_added_file(place):
    store = store_of(place)
    folders = sorted({p.parent for p in store.rglob("*") if p.is_file()} - {store} - set((store / "extensions").rglob("*")))
    for folder in folders:
        stray = folder / "stray.txt"
        stray.write_text("who am I?")
        expect_named(place, str(stray.relative_to(store)), "adding")
        stray.unlink()
    return f"{len(folders)} folders"


def a_renamed_file(place):
    store = store_of(place)
    scan = next(p for p in store.rglob("*.jpg"))
    other = scan.with_name("another name.jpg")
    scan.rename(other)
    expect_named(place, str(scan.relative_to(store)), "renaming")
    expect_named(place, str(other.relative_to(store)), "renaming to")


def a_link_in_place_of_a_file(place):
    store = store_of(place)
    scan = next(p for p in store.rglob("*.jpg"))
    kept = place.folder / "kept.jpg"
    scan.rename(kept)
    scan.symlink_to(kept)
    expect_named(place, str(scan.relative_to(store)), "putting a link in place of")


def a_store_that_cannot_be_written(place):
    store = store_of(place)
    before = tree(store)
    for path in [store, *store.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        same(place.audit().status, 0, "audit of a read-only store")
        same(tree(store), before, "store after the audit")
    finally:
        for path in [store, *store.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)


if __name__ == "__main__":
    status = main([a_sound_store_is_sound, a_flipped_bit_in_the_middle, a_flipped_bit_at_the_end, a_truncated_file,
                   an_emptied_file, a_lengthened_file, a_deleted_file, every_byte_of_the_layout, an_added_file, a_folder_that_cannot_be_read,
                   a_renamed_file, a_link_in_place_of_a_file, a_store_that_cannot_be_written])
    for maker in _made:
        shutil.rmtree(maker.folder, ignore_errors=True)
    sys.exit(status)
