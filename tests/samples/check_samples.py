"""The committed sample-scans keep their promises: size, truth for every scan, planted faults and no others.

usage: check_samples.py SOURCE_DIR        Python 3.9, standard library only
"""
import csv
import hashlib
import io
import json
import pathlib
import re
import struct
import sys
import unicodedata

SOURCE = pathlib.Path(sys.argv[1])
ROOT = SOURCE / "sample-scans"
TRUTH = ROOT / "truth"
BATCHES = ("print", "periodical", "manuscript", "map", "plain", "bad")
KINDS = {b"II*\0": "tiff", b"MM\0*": "tiff", b"II+\0": "tiff", b"MM\0+": "tiff", b"\xff\xd8\xff": "jpeg",
         b"\x89PNG": "png", b"\0\0\0\x0cjP  ": "jp2"}
EXTENSIONS = {".tif": "tiff", ".jpg": "jpeg", ".png": "png", ".jp2": "jp2"}
faults = []


def check(holds, message):
    if not holds:
        faults.append(message)


def kind(data):
    return next((name for magic, name in KINDS.items() if data.startswith(magic)), None)


def scans(batch):
    return sorted(p for p in (ROOT / batch).rglob("*") if p.suffix in EXTENSIONS)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def catalogue():
    text = (SOURCE / "models/preservation/finding_catalogue.cpp").read_text(encoding="utf-8")
    return dict(re.findall(r'\{"([a-z0-9.-]+)", (note|warning|error),', text))


def check_bounds():
    size = sum(p.stat().st_size for p in ROOT.rglob("*") if p.is_file())
    check(size <= 15_000_000, f"sample-scans holds {size} bytes; at most 15 MB are allowed")
    for batch in BATCHES:
        check(scans(batch), f"{batch}: no scans")
        check(not list((ROOT / batch).rglob("*.truth.json")), f"{batch}: truth lies inside the batch")


def check_truth(planted):
    without = {row["path"] for row in planted if row["code"] in ("file.empty", "scan.not-an-image")}
    for batch in BATCHES:
        have = {str(p.relative_to(ROOT / batch)) for p in scans(batch)}
        told = {str(p.relative_to(TRUTH / batch))[:-len(".truth.json")]
                for p in (TRUTH / batch).rglob("*.truth.json")}
        check(have - told == (without if batch == "bad" else set()), f"{batch}: no truth for {sorted(have - told)}")
        check(not told - have, f"{batch}: truth without a scan: {sorted(told - have)}")
        for path in sorted(told):
            check_one_truth(f"{batch}/{path}", json.loads((TRUTH / batch / f"{path}.truth.json").read_text("utf-8")))


def check_one_truth(name, truth):
    text = truth["text"]
    check(text == unicodedata.normalize("NFC", text), f"{name}: text is not NFC")
    check(text == "".join(line["text"] + "\n" for line in truth["lines"]), f"{name}: text and lines differ")
    check(truth["blank"] == (not truth["lines"] and not truth["labels"]), f"{name}: blank or not?")
    width, height = truth["width"], truth["height"]
    inside = lambda x, y: -1 <= x <= width + 1 and -1 <= y <= height + 1
    for line in truth["lines"]:
        check(line["text"] == " ".join(word["text"] for word in line["words"]), f"{name}: words of '{line['text']}'")
        for x, y, w, h in (word["box"] for word in line["words"]):
            check(w > 0 and h > 0 and inside(x, y) and inside(x + w, y + h), f"{name}: a word box leaves the scan")
    for shape in truth["pages"] + [label["polygon"] for label in truth["labels"]]:
        check(all(inside(x, y) for x, y in shape), f"{name}: a page or label leaves the scan")


def listed_digests(path):
    """(name, algorithm, digest) of each line of a vendor's checksum file, in any of its forms."""
    text = path.read_bytes().decode("utf-8")
    if path.name == "checksums.csv":
        for row in csv.DictReader(io.StringIO(text), delimiter=";"):
            yield row["path"], row["algorithm"].replace("-", "").lower(), row["digest"]
        return
    for line in text.splitlines():
        digest, name = re.fullmatch(r"([0-9A-Fa-f]+)[ ][ *](?:\./)?(.+)", line).groups()
        yield name, {32: "md5", 64: "sha256"}[len(digest)], digest.lower()


def check_digests(planted):
    wrong, missing, seen, forms = set(), set(), {}, set()
    for path in sorted(p for p in ROOT.rglob("*") if p.is_file() and TRUTH not in p.parents):
        if path.suffix == ".md5" or path.name in ("SHA256SUMS", "manifest-sha256.txt", "checksums.csv"):
            forms.add(path.name if path.suffix != ".md5" or path.stem == "checksums" else "*.md5")
            for name, algorithm, digest in listed_digests(path):
                scan = path.parent / name
                key = str(scan.relative_to(ROOT))
                seen.setdefault(path.parent, set()).add(scan)
                if not scan.exists():
                    missing.add(key)
                elif hashlib.new(algorithm, scan.read_bytes()).hexdigest() != digest:
                    wrong.add(key)
    extra = {str(p.relative_to(ROOT)) for folder, names in seen.items() for p in folder.iterdir()
             if p.suffix in EXTENSIONS and p not in names}
    expected = lambda code: {"bad/" + row["path"] for row in planted if row["code"] == code}
    check(wrong == expected("checksum.mismatch"), f"wrong checksums: {sorted(wrong)}")
    check(missing == expected("checksum.missing"), f"missing files: {sorted(missing)}")
    check(extra == expected("checksum.extra"), f"unlisted files: {sorted(extra)}")
    check(len(forms) == 5, f"checksum forms in use: {sorted(forms)}")
    sums = (ROOT / "print/AZ-0002/SHA256SUMS").read_bytes()
    check(b"\r\n" in sums and b"./" in sums and re.search(rb"[A-F]", sums), "SHA256SUMS: CRLF, ./, capitals")


def pixels_end(data):
    """Where the last strip or tile of a little-endian classic TIFF ends (TIFF 6.0, section 2)."""
    at = struct.unpack_from("<I", data, 4)[0]
    if at + 2 > len(data):
        return None
    tags = {}
    for i in range(struct.unpack_from("<H", data, at)[0]):
        tag, form, count = struct.unpack_from("<HHI", data, at + 2 + 12 * i)
        size = {3: 2, 4: 4}.get(form)
        if tag in (273, 279, 324, 325) and size:
            where = at + 10 + 12 * i
            if size * count > 4:
                where = struct.unpack_from("<I", data, where)[0]
            tags[tag] = struct.unpack_from("<%d%s" % (count, "H" if size == 2 else "I"), data, where)
    return max(a + b for a, b in zip(tags.get(273) or tags[324], tags.get(279) or tags[325]))


def check_kinds(planted):
    by_code = {row["code"]: row["path"] for row in planted}
    contents = {}
    for batch in BATCHES:
        for path in scans(batch):
            name, data = str(path.relative_to(ROOT / batch)), path.read_bytes()
            contents.setdefault(hashlib.sha256(data).digest(), []).append(f"{batch}/{name}")
            found = kind(data)
            if batch == "bad" and name == by_code["file.empty"]:
                check(data == b"", f"{name}: not empty")
            elif batch == "bad" and name == by_code["scan.not-an-image"]:
                check(found is None and data.decode("utf-8"), f"{name}: not a text")
            elif batch == "bad" and name == by_code["scan.wrong-extension"]:
                check(found == "jpeg", f"{name}: not a JPEG")
            else:
                check(found == EXTENSIONS[path.suffix], f"{batch}/{name}: bytes are {found}")
            if data[:4] == b"II*\0":
                cut = batch == "bad" and name == by_code["scan.truncated"]
                check((pixels_end(data) > len(data)) == cut, f"{batch}/{name}: truncated or not?")
    twice = [sorted(names) for names in contents.values() if len(names) > 1]
    check(len(twice) == 1 and "bad/" + by_code["item.duplicate-scan"] in twice[0], f"same bytes: {twice}")
    blank = json.loads((TRUTH / "bad" / (by_code["image.blank"] + ".truth.json")).read_text("utf-8"))
    check(blank["blank"], "the blank page is not blank")
    numbers = [int(p.stem) for p in sorted((ROOT / "bad" / by_code["item.numbering-gap"]).glob("*.tif"))]
    check(numbers == [1, 2, 4], f"numbering gap: {numbers}")


def check_expectations(planted):
    levels = catalogue()
    held = {row["item"] for row in planted if levels.get(row["code"]) == "error"}
    for row in planted:
        check(row["code"] in levels, f"{row['code']}: not in the catalogue of findings")
        check(row["path"].split("/")[0] == row["item"], f"{row['path']}: not of {row['item']}")
    outcomes = {row["item"]: row["outcome"] for row in rows(TRUTH / "bad/expected-items.tsv")}
    folders = {p.name for p in (ROOT / "bad").iterdir() if p.is_dir()}
    check(set(outcomes) == folders, "expected-items.tsv does not name every item")
    check({i for i, outcome in outcomes.items() if outcome == "held"} == held, "held items are not those with errors")


def check_side_files():
    table = (ROOT / "print/items.csv").read_bytes()
    check(table.startswith(b"\xef\xbb\xbf") and b";" in table.split(b"\r\n")[0], "print/items.csv: BOM, semicolons")
    for batch in ("print", "periodical", "manuscript", "map", "bad"):
        text = (ROOT / batch / "items.csv").read_text("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
        check(reader.fieldnames == "id,title,creator,date,languages,kind,rights,shelfmark".split(","), f"{batch}: header")
        for row in reader:
            truths = list((TRUTH / batch).glob(f"{row['id']}*/*.json")) + list((TRUTH / batch).glob(f"{row['id']}_*.json"))
            spoken = {json.loads(p.read_text("utf-8"))["language"] for p in truths}
            check(truths and spoken <= set(re.split(r"[ |]", row["languages"])), f"{batch}/{row['id']}: languages")
    for name in (".DS_Store", "Şəkilli kitab/.DS_Store", "Старая книга/Thumbs.db"):
        check((ROOT / "plain" / name).is_file(), f"plain/{name}: not there")


def main():
    planted = rows(TRUTH / "bad/expected-findings.tsv")
    check_bounds()
    check_truth(planted)
    check_digests(planted)
    check_kinds(planted)
    check_expectations(planted)
    check_side_files()
    for fault in faults:
        print("sample-scans:", fault)
    count = sum(len(scans(batch)) for batch in BATCHES)
    print(f"{count} scans in {len(BATCHES)} batches, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
