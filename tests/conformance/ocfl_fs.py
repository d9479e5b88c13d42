#!/usr/bin/env python3
"""The store as it stands is read by the npm package @ocfl/ocfl-fs, and what it reads back are the batch's scans.

    ocfl_fs.py NUSKHA BUILD_FOLDER       installs the package, pinned by digest, into BUILD_FOLDER/ocfl-fs
Skips, saying so, where node or npm or the package registry is not at hand."""
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from program import SAMPLES, SKIPPED, Place, call, same  # noqa: E402


def installed(build):
    """node_modules with the package; None, and why, where it cannot be had."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None, "node or npm is not installed"
    folder = build / "ocfl-fs"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / "ocfl-fs" / name, folder / name)
    try:
        got = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], cwd=folder,
                             capture_output=True, text=True, timeout=180)
    except subprocess.TimeoutExpired:
        return None, "the package registry does not answer"
    if got.returncode:
        if "EINTEGRITY" in got.stderr:
            raise SystemExit(f"WRONG: the package is not the pinned one: {got.stderr}")
        return None, "npm ci: " + got.stderr.strip()[-300:]
    return folder / "node_modules", ""


def main():
    modules, why = installed(pathlib.Path(sys.argv[2]))
    if not modules:
        print(f"SKIP: {why}")
        return SKIPPED
    with Place(sys.argv[1]) as place:
        wanted = {}
        batch = place.copy("print", "AZ-0001", "AZ-0003", "batch.toml", "items.csv")
        (batch / "AZ-0001" / "checksums.md5").unlink()
        for turn in ("first", "second"):
            if turn == "second":  # so that one object has two versions
                scan = batch / "AZ-0001" / "AZ-0001_0001.tif"
                scan.write_bytes(scan.read_bytes() + b"\0")
            for folder in (batch, SAMPLES / "plain"):
                ended = place.run(folder, work=place.folder / f"work-{folder.name}")
                same(ended.status, 0, f"exit status {ended.err}")
                for scan in ended.all("scan"):
                    wanted.setdefault(scan["item"], {})[f"scans/{scan['scan']}"] = hashlib.sha512(
                        (folder / scan["path"]).read_bytes()).hexdigest()
        read = call(["node", HERE / "ocfl-fs" / "read_store.mjs", modules, place.store])
        same(read.status, 0, f"exit status of ocfl-fs {read.err}")
        objects = [json.loads(line) for line in read.out.splitlines()]
        same({urllib.parse.unquote(o["id"].removeprefix("nuskha:")): o["scans"] for o in objects}, wanted, "scans read back")
        same([o["id"] for o in objects if not o["found_by_id"]], [], "objects that are not found by their id")
        same(sorted(o["version"] for o in objects), ["v1"] * 3 + ["v2"], "versions")
    print(f"ok    ocfl-fs read {len(objects)} objects, {sum(len(o['scans']) for o in objects)} scans byte-identical")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AssertionError as wrong:
        print(f"WRONG {wrong}")
        sys.exit(1)
