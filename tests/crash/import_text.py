#!/usr/bin/env python3
"""nuskha import-text: what comes from outside is placed, kept with its origin, and refused whole where it does not fit."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from program import Place, SAMPLES, call, expect, logical_paths, main, objects, same, stored, tree  # noqa: E402

_made = []
READ = 'title = "Reading"\nlanguages = ["en"]\nstages = ["inspect", "deskew", "crop", "recognise", "seal"]\n'
ITEM = "GAP-09"
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/{year}"><Metadata><Creator>{creator}</Creator>
<Created>2026-03-01T00:00:00</Created><LastChange>2026-03-02T00:00:00</LastChange></Metadata>
<Page imageFilename="{picture}" imageWidth="{width}" imageHeight="{height}"><TextRegion id="r1"><Coords points="{box}"/>
<TextLine id="l1"><Coords points="{box}"/><TextEquiv{conf}><Unicode>{text}</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>
"""


def stores():
    """The places of two stores of the same item of two pages: not read, and read."""
    return _made


def prepared(place):
    """A store whose item nothing has read; its pages' scans are of this size."""
    if not _made:
        for reading in (False, True):
            maker = Place(place.nuskha)
            _made.append(maker)
            (maker.folder / "batch" / ITEM).mkdir(parents=True)
            for name in ("0001.tif", "0002.tif"):
                shutil.copy2(SAMPLES / "bad" / ITEM / name, maker.folder / "batch" / ITEM / name)
            if reading:
                maker.recipe.write_text(READ)
            same(maker.run(maker.folder / "batch").status, 0, "exit status")
    shutil.copytree(_made[0].store, place.store, dirs_exist_ok=True)
    alto = stored(place.store, ITEM, "alto/0001.tif.xml").read_text()
    return tuple(int(float(re.search(rf'<Page [^>]*\b{side}="([0-9.]+)"', alto)[1])) for side in ("WIDTH", "HEIGHT"))


def page(place, name, size, factor=1.0, height=None, **more):
    facts = dict(year="2019-07-15", creator="Transkribus 1.30", picture="", conf="", text="Dədə Qorqud") | more
    width, tall = round(size[0] * factor), height or round(size[1] * factor)
    x, y, r, b = (round(v * factor) for v in (size[0] * .2, size[1] * .2, size[0] * .8, size[1] * .25))
    file = place.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(width=width, height=tall, box=f"{x},{y} {r},{y} {r},{b} {x},{b}", **facts))
    return file


def imported(place, *more):
    return call([place.nuskha, "import-text", place.store, ITEM, *more])


def source(*more):
    return ("--source", "A. Quliyev", *more)


def what_was_exported_comes_back_the_same(place):
    prepared(place)
    for form in ("page", "alto"):
        shutil.rmtree(place.store)
        prepared(place)
        out = place.folder / form
        if form == "page":
            call([place.nuskha, "text", stores()[1].store, ITEM, "--format", "page", "--out", out])
            out = out / ITEM
        else:
            out.mkdir()
            for name in ("0001.tif.xml", "0002.tif.xml"):
                shutil.copy(stored(stores()[1].store, ITEM, f"alto/{name}"), out / name)
        before = tree(place.store)
        ended = imported(place, out, *source("--dry-run"))
        same(ended.status, 0, f"exit status of the dry run ({ended.err})")
        same(tree(place.store), before, "store after a dry run")
        ended = imported(place, out, *source())
        same(ended.status, 0, f"exit status ({ended.err})")
        for name in ("0001.tif", "0002.tif"):
            same(stored(place.store, ITEM, f"text/{name}.txt").read_text(),
                 stored(stores()[1].store, ITEM, f"text/{name}.txt").read_text(), f"text of {name} by way of {form}")
            words = [call([place.nuskha, "text", s, ITEM, "--format", "jsonl"]).out.splitlines() for s in (place.store, stores()[1].store)]
            for ours, theirs in zip(*(map(json.loads, w) for w in words)):
                expect(all(abs(a - b) <= 1.5 for a, b in zip(ours["box"], theirs["box"])), ours, theirs)
                expect(abs(ours["confidence"] - theirs["confidence"]) < 0.001, ours, theirs)
        same(place.audit().status, 0, "audit")
        same([imported(place, out, *source()).status, objects(place.store)[ITEM][1]["head"]], [0, "v2"], "a second time")


def origin_is_kept(place):
    size = prepared(place)
    file = page(place, "0002.xml", size, text="Dədə Qorqud &amp; oğlu")
    ended = imported(place, file, *source("--date", "2026-03", "--note", "by hand"))
    same(ended.status, 0, f"exit status ({ended.err})")
    folder, inventory = objects(place.store)[ITEM]
    same(stored(place.store, ITEM, "imported/v2/0002.xml").read_bytes(), file.read_bytes(), "the file as it came")
    same(stored(place.store, ITEM, "scans/0002.tif").parent.parent.parent.name, "v1", "where the scan lies")
    mets = stored(place.store, ITEM, "mets.xml").read_text()
    for said in ("transcription import", "from A. Quliyev of 2026-03, file 0002.xml (PAGE-XML) kept as imported/v2/0002.xml, sha512:"
                 + hashlib.sha512(file.read_bytes()).hexdigest(), "written there 2026-03-02T00:00:00; by hand",
                 "<premis:agentName>Transkribus</premis:agentName>", "imported/v2/0002.xml"):
        expect(said in mets, "not in METS:", said)
    alto = stored(place.store, ITEM, "alto/0002.tif.xml").read_text()
    expect(' WC="' not in alto and ' PC="' not in alto, "a confidence is claimed that the file does not state")
    expect("transcription import from A. Quliyev" in alto, "ALTO does not say where the text is from")
    expect("import-text" not in alto, "the import stands among the steps of preparation")
    expect("text/0001.tif.txt" not in logical_paths(inventory), "the other page was given a text")
    # Reading again leaves it alone, unless told.
    recipe = place.folder / "read.toml"
    recipe.write_text(READ)
    again = [place.nuskha, "rerecognise", place.store, ITEM, "--recipe", recipe, "--dry-run", "--json", "--jobs", "1"]
    same([p["page"] for p in call(again).all("text")[0]["pages"]], ["0001.tif"], "pages read again")
    same(len(call([*again, "--with-imported"]).all("text")[0]["pages"]), 2, "pages read again when told")
    shutil.rmtree(place.folder / "store.nuskha")


def a_stated_confidence_is_kept_and_years_and_reductions_are_taken(place):
    size = prepared(place)
    files = [page(place, "a.xml", size, 0.5, picture="C:\\export\\0001.tif", year="2013-07-15", conf=' conf="0.75"'),
             page(place, "b.xml", size, picture="0002.jpg", conf="")]
    ended = imported(place, *files, *source("--json"))
    same(ended.status, 0, f"exit status ({ended.err})")
    told = json.loads(ended.out)
    same([f["pages"] for f in told["files"]], [["0001.tif"], ["0002.tif"]], "pages")
    same([p["confidence_after"] for p in told["pages"]], [0.75, None], "confidence")
    words = [json.loads(line) for line in call([place.nuskha, "text", place.store, ITEM, "--format", "jsonl"]).out.splitlines()]
    same([w["confidence"] for w in words], [0.75, 0.75, None, None], "confidence of words")
    for a, b in zip(words[0]["box"], words[2]["box"]):
        expect(abs(a - b) < 3, "half the size gives another place:", words[0]["box"], words[2]["box"])


def files_are_taken_in_order_only_where_counts_agree(place):
    size = prepared(place)
    files = [page(place, f"export/{name}.xml", size, text=name) for name in ("p10", "p2")]
    ended = imported(place, files[0], *source())
    same(ended.status, 3, "exit status")
    expect("1 files, but 2 images of pages" in ended.err, ended.err)
    (place.folder / "export" / "mets.xml").write_text("<mets/>")
    same(imported(place, place.folder / "export", *source()).status, 0, "exit status of a folder")
    same([stored(place.store, ITEM, f"text/000{n}.tif.txt").read_text().strip() for n in (1, 2)], ["p2", "p10"], "texts")


def what_does_not_fit_is_refused_whole(place):
    size = prepared(place)
    sound = page(place, "0001.xml", size)
    bad = place.folder / "0002.xml"
    before = tree(place.store)
    deep = "<a>" * 300 + "</a>" * 300
    for make, status, said in [
            (lambda: page(place, "0002.xml", size, height=size[1] + 40), 3, "no one factor leads from one to the other"),
            (lambda: page(place, "0002.xml", (size[1], size[0])), 3, "lies on its side"),
            (lambda: page(place, "0002.xml", size, picture="0001.tif"), 3, "belongs to the same page as"),
            (lambda: page(place, "0009.xml", size).rename(bad.with_name("0009.xml")) and bad.write_text("<PcGts/>"), 3, "how large its picture is"),
            (lambda: bad.write_text("<a/>"), 3, "not an ALTO file"),
            (lambda: bad.write_text('<!DOCTYPE a [<!ENTITY b "c">]><PcGts>&b;</PcGts>'), 3, "document type"),
            (lambda: bad.write_text(f"<PcGts>{deep}</PcGts>"), 3, "nested too deeply"),
            (lambda: bad.write_bytes(b"\xff\xfe\x00"), 3, "0002.xml"),
            (lambda: bad.unlink(), 3, "0002.xml")]:
        make()
        ended = imported(place, sound, bad, *source())
        same(ended.status, status, f"exit status ({said}): {ended.err}")
        expect(said in ended.err, said, "is not in:", ended.err)
        same(tree(place.store), before, "store")
    page(place, "0009.xml", size)
    ended = imported(place, sound, place.folder / "0009.xml", *source())
    expect("belongs to no page of GAP-09" in ended.err, ended.err)
    same(imported(place, sound, *source("--date", "soon")).status, 2, "exit status of a date that is none")
    same(imported(place, sound).status, 2, "exit status without a source")
    ended = call([place.nuskha, "import-text", place.store, "GAP-9", sound, *source()])
    expect(ended.status == 2 and "did you mean 'GAP-09'" in ended.err, ended.err)
    same(tree(place.store), before, "store")


def real_exports_come_in_word_for_word(place):
    """Real pages with transcriptions from eScriptorium (ALTO 4.2, lines alone) and as PAGE-XML, on straightened and cut scans."""
    scans = pathlib.Path(os.environ.get("NUSKHA_SHARED", "/nowhere")) / "scans"
    if not scans.is_dir():
        return "skipped: NUSKHA_SHARED does not name a folder with real scans"
    batch, count = place.folder / "batch", 0
    for group in ("ms_arab_aocp", "ms_eng_stanford_letters", "print_lat_fra_16_17c", "print_deu_gt_structure_text"):
        (batch / group).mkdir(parents=True)
        (place.folder / group).mkdir()
        for xml in sorted((scans / group).glob("*.xml"))[:2]:
            picture = next(p for p in xml.parent.glob(f"{xml.stem}.*") if p.suffix in (".png", ".jpg", ".tif"))
            shutil.copy(picture, batch / group / picture.name)
            shutil.copy(xml, place.folder / group / xml.name)
    expect(place.run(batch).status in (0, 1), "the run did not end")
    for group in objects(place.store):
        ended = call([place.nuskha, "import-text", place.store, group, place.folder / group, "--source", "eScriptorium", "--json"])
        same(ended.status, 0, f"exit status of {group} ({ended.err})")
        for file in json.loads(ended.out)["files"]:
            xml = pathlib.Path(file["file"])
            wanted = (scans / group / f"{xml.stem}.gt.txt").read_text().split()
            got = stored(place.store, group, f"text/{file['pages'][0]}.txt").read_text().split()
            same(sorted(unicodedata.normalize("NFC", w) for w in wanted), sorted(got), f"words of {xml.name}")
            count += 1
            words = re.findall(r' CONTENT="([^"]*)"', stored(place.store, group, f"alto/{file['pages'][0]}.xml").read_text())
            same([w for w in words if " " in w], [], f"words with blanks of {xml.name}")
    same(place.audit().status, 0, "audit")
    return f"{count} files"


if __name__ == "__main__":
    status = main([what_was_exported_comes_back_the_same, origin_is_kept, a_stated_confidence_is_kept_and_years_and_reductions_are_taken,
                   files_are_taken_in_order_only_where_counts_agree, what_does_not_fit_is_refused_whole,
                   real_exports_come_in_word_for_word])
    for maker in _made:
        shutil.rmtree(maker.folder, ignore_errors=True)
    sys.exit(status)
