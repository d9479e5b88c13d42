#!/usr/bin/env python3
"""nuskha text: what it makes of a store reads back to the same, whatever the items are called; damage costs one page."""
import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import Place, SAMPLES, call, expect, main, same, stored  # noqa: E402

_made = []
READ = 'title = "Reading"\nlanguages = ["en"]\nstages = ["inspect", "deskew", "crop", "recognise", "seal"]\n'
PAGES = ["GAP-09/0001.tif", "GAP-09/0002.tif", "50% off/0001.tif"]  # pages of the store, as files below --out


def store_of(place):
    """Two items, three read pages, made once and copied; one has two versions that differ in their title alone."""
    if not _made:
        maker = Place(place.nuskha)
        _made.append(maker)
        batch = maker.folder / "batch"
        for page, source in zip(PAGES, ["0001.tif", "0002.tif", "0004.tif"]):
            (batch / page).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(SAMPLES / "bad" / "GAP-09" / source, batch / page)
        maker.recipe.write_text(READ)
        same(maker.run(batch).status, 0, "exit status")
        (batch / "GAP-09" / "item.toml").write_text('title = "The second version"\n')
        same(maker.run(batch).status, 0, "exit status of the second version")
    shutil.copytree(_made[0].store, place.store, dirs_exist_ok=True)
    return place.store


def texts(place, form, *more):
    out = place.folder / form
    shutil.rmtree(out, ignore_errors=True)
    return out, call([place.nuskha, "text", place.store, *more, "--format", form, "--out", out])


def written(out):
    return sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())


def every_page_of_every_item_has_a_file(place):
    store_of(place)
    out, ended = texts(place, "txt")
    same(ended.status, 0, f"exit status ({ended.err})")
    wanted = [page.replace("%", "%25") + ".txt" for page in PAGES] + ["GAP-09/item.txt", "50%25 off/item.txt"]
    same(written(out), sorted(wanted), "files")
    for page in PAGES:
        item, scan = page.split("/")
        sealed = stored(place.store, item, f"text/{scan}.txt").read_text()
        expect(len(sealed) > 200, "hardly anything was read of", page)
        same((out / (page.replace("%", "%25") + ".txt")).read_text(), sealed, page)


def page_xml_reads_back_to_the_text(place):
    store_of(place)
    truth, _ = texts(place, "txt")
    for whole in truth.rglob("item.txt"):
        whole.unlink()
    pages, ended = texts(place, "page")
    same(ended.status, 0, f"exit status ({ended.err})")
    found = json.loads(call([place.nuskha, "evaluate", truth, pages, "--language", "en", "--json"]).out)
    same((found["all"]["pages"], found["missing"], found["faults"]), (3, [], []), "pages compared")
    same((found["all"]["character_error"]["value"], found["all"]["word_error"]["value"]), (0, 0), "errors")


def an_older_version_is_written_when_asked_for(place):
    store_of(place)
    for version in ("v1", "v2"):
        out, ended = texts(place, "jsonl", "GAP-09", "--version", version, "--json")
        same(ended.status, 0, f"exit status ({ended.err})")
        same([(i["item"], i["version"], len(i["pages"])) for i in json.loads(ended.out)["items"]], [("GAP-09", version, 2)], "items")
        expect((out / "GAP-09" / "0001.tif.jsonl").stat().st_size > 0, "nothing was written")
    _, ended = texts(place, "jsonl", "GAP-09", "--version", "v7")
    same(ended.status, 2, "exit status of a version that is not there")
    expect("there is no version 'v7' of it; the newest is v2" in ended.err, ended.err)


def a_damaged_page_is_told_and_the_others_are_written(place):
    store = store_of(place)
    alto = stored(store, "GAP-09", "alto/0001.tif.xml")
    sound = alto.read_bytes()
    for what, damage in [("deleting", lambda: alto.unlink()), ("emptying", lambda: alto.write_bytes(b"")),
                         ("cutting", lambda: alto.write_bytes(sound[:len(sound) // 2]))]:
        damage()
        out, ended = texts(place, "txt")
        same(ended.status, 5, f"exit status after {what}: {ended.err}")
        expect("0001.tif" in ended.err, f"after {what} the page is not named:", ended.err)
        same([f for f in written(out) if "item" not in f], ["50%25 off/0001.tif.txt", "GAP-09/0002.tif.txt"], f"files after {what}")
        alto.write_bytes(sound)


if __name__ == "__main__":
    status = main([every_page_of_every_item_has_a_file, page_xml_reads_back_to_the_text, an_older_version_is_written_when_asked_for,
                   a_damaged_page_is_told_and_the_others_are_written])
    for maker in _made:
        shutil.rmtree(maker.folder, ignore_errors=True)
    sys.exit(status)
