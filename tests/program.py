"""The nuskha command as a user runs it, for the tests in golden/, crash/ and conformance/."""
import dataclasses
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample-scans"
ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH="1700000000", LC_ALL="C.UTF-8", NO_COLOR="1")
SKIPPED = 77  # exit status that ctest takes for "skipped"

# Everything but recognition: quick, for tests that are not about text.
QUICK_RECIPE = 'title = "No reading"\nlanguages = ["en"]\nstages = ["inspect", "deskew", "crop", "seal"]\n'


@dataclasses.dataclass
class Ended:
    status: int
    out: str
    err: str

    @property
    def events(self):
        return [json.loads(line) for line in self.out.splitlines() if line.startswith('{"') and '"event"' in line]

    def all(self, kind):
        return [event for event in self.events if event.get("event") == kind]

    def findings(self):
        """(code, place) of everything that was found in this run, batch and items included."""
        return [(f["code"], f["place"]) for event in self.events for f in event.get("findings", [])]


class Place:
    """A temporary folder with a store, a work folder and a recipe that does not read."""

    def __init__(self, nuskha):
        self.nuskha = str(pathlib.Path(nuskha).resolve())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nuskha-test-"))
        self.store = self.folder / "store"
        self.recipe = self.folder / "quick.toml"
        self.recipe.write_text(QUICK_RECIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def copy(self, name, *parts):
        """A batch of one's own: a sample batch, or parts of it; times of files are kept."""
        target = self.folder / "batches" / name
        shutil.copytree(SAMPLES / name, target, ignore=None if not parts else lambda folder, names: [
            n for n in names if pathlib.Path(folder) == SAMPLES / name and n not in parts])
        return target

    def command(self, batch, *more, store=None, work=None, jobs=1, quick=True):
        arguments = [self.nuskha, "run", batch, "--store", store or self.store, "--work", work or self.folder / "work",
                     "--jobs", jobs, "--json", *more]
        return [str(a) for a in arguments + (["--recipe", self.recipe] if quick else [])]

    def run(self, batch, *more, **how):
        return call(self.command(batch, *more, **how))

    def start(self, batch, *more, **how):
        group = how.pop("group", False)
        return subprocess.Popen(self.command(batch, *more, **how), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, env=ENVIRONMENT, start_new_session=group)

    def audit(self, *more, store=None):
        return call([self.nuskha, "audit", str(store or self.store), *more])


def call(command, **environment):
    """Runs a command to its end, in the tests' environment and what is added to it."""
    ended = subprocess.run([str(c) for c in command], capture_output=True, text=True, env=ENVIRONMENT | environment, timeout=900)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def tree(folder):
    """Path -> digest of every file below a folder; an empty folder counts too."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file():
            found[name] = hashlib.sha512(path.read_bytes()).hexdigest()
        elif not any(path.iterdir()):
            found[name + "/"] = "empty folder"
    return found


def objects(store):
    """Item -> (path of its object, inventory)."""
    found = {}
    for declaration in sorted(pathlib.Path(store).rglob("0=ocfl_object_1.1")):
        inventory = json.loads((declaration.parent / "inventory.json").read_text())
        state = inventory["versions"][inventory["head"]]["state"]
        header = next(digest for digest, paths in state.items() if "findings.json" in paths)
        found[json.loads((declaration.parent / inventory["manifest"][header][0]).read_text())["item"]] = (
            declaration.parent, inventory)
    return found


def stored(store, item, logical_path):
    """The file that holds the newest version's `logical_path`; None where it has none."""
    folder, inventory = objects(store)[item]
    for digest, paths in inventory["versions"][inventory["head"]]["state"].items():
        if logical_path in paths:
            return folder / inventory["manifest"][digest][0]
    return None


def logical_paths(inventory):
    return sorted(path for paths in inventory["versions"][inventory["head"]]["state"].values() for path in paths)


def expect(right, *said):
    if not right:
        raise AssertionError(" ".join(str(s) for s in said))


def same(got, wanted, what):
    if got != wanted:
        lines = [f"{what}: not as expected"]
        if isinstance(got, dict) and isinstance(wanted, dict):
            lines += [f"  differs: {k}" for k in sorted(got.keys() | wanted.keys(), key=str) if got.get(k) != wanted.get(k)][:20]
        elif isinstance(got, (set, list)) and isinstance(wanted, (set, list)):
            lines += [f"  too much: {x}" for x in got if x not in wanted][:20] + [f"  wanting: {x}" for x in wanted if x not in got][:20]
        else:
            lines += [f"  got    {got!r}", f"  wanted {wanted!r}"]
        raise AssertionError("\n".join(lines))


def main(tests):
    """Runs `tests`, each a function of the program's path; returns the process's exit status."""
    if len(sys.argv) < 2:
        print(f"usage: {sys.argv[0]} NUSKHA [TEST...]")
        return 2
    wanted = [t for t in tests if len(sys.argv) == 2 or t.__name__ in sys.argv[2:]]
    bad = 0 if wanted else 1
    for test in wanted:
        try:
            with Place(sys.argv[1]) as place:
                said = test(place)
            print(f"ok    {test.__name__}{': ' + said if said else ''}", flush=True)
        except AssertionError as wrong:
            bad += 1
            at = traceback.extract_tb(wrong.__traceback__)
            line = next((f.lineno for f in reversed(at) if f.filename.endswith(pathlib.Path(sys.argv[0]).name)), 0)
            print(f"WRONG {test.__name__} (line {line}): {wrong}", flush=True)
    print(f"{len(wanted)} tests, {bad} wrong")
    return 1 if bad else 0
