"""Speed, row recall and memory of reading, ours beside other libraries.

`make bench ARGS="[SOURCE…] [--truth FILE…] [--repeat N] [--only NAME…] [--core N]"`, or run this file.

Every contender is a fresh interpreter; all are pinned to one core and take turns at each document, so that
what else the machine does hits them alike. Times are those of the processor; of several repeats the
quickest counts, document by document.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Run by its path, this file would hide the package `extract`.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.contender import CONTENDERS
from bench.printed import page_count, printed_pairs
from bench.recall import Pair, found_count, labelled_pairs

ROOT = Path(__file__).resolve().parent.parent
_YARDSTICK = "pdfplumber"


@dataclass(frozen=True, slots=True)
class Document:
    """A file to read, and the pairs of code and amount that its rows hold, by source of that knowledge."""

    path: Path
    page_count: int
    expected: dict[str, Counter[Pair]]


@dataclass(slots=True)
class Score:
    """What one contender took and found over all documents."""

    start_bytes: int
    peak_bytes: int = 0
    cpu: float = 0.0
    wall: float = 0.0
    steps: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


def main() -> None:
    """Run the bench and print its findings."""
    parser = argparse.ArgumentParser(prog="bench/extract.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sources", nargs="*", type=Path, default=[ROOT / "samples"], metavar="SOURCE")
    parser.add_argument("--truth", nargs="+", type=Path, default=[ROOT / "samples" / "truth.json"])
    parser.add_argument("--repeat", type=int, default=1, help="readings of each document")
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--core", type=int, default=min(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    documents = list(_documents(arguments.sources, arguments.truth))
    if not documents:
        parser.error("no PDF in the sources")
    installed = [name for name in arguments.only if find_spec(CONTENDERS[name].package)]
    scores = measure(documents, installed, arguments.core, arguments.repeat)
    print(_headline(documents, arguments.core, arguments.repeat))
    print("\n".join(_table(documents, scores)))
    for name in arguments.only:
        if name not in scores:
            print(f"{name}: not installed, `make bench` sets up an environment with it")
    print("\nmilliseconds a page by step")
    for name, score in scores.items():
        print(f"  {name}: {_split(score, sum(document.page_count for document in documents))}")
        for error in score.errors:
            print(f"    failed: {error}")


def measure(documents: Sequence[Document], names: Iterable[str], core: int, repeat: int) -> dict[str, Score]:
    """Have each contender read each document, one after another, `repeat` times."""
    scores = {}
    with ExitStack() as stack:
        lines = {name: stack.enter_context(_contender(name, core)) for name in names}
        for name, line in lines.items():
            scores[name] = Score(start_bytes=_receive(line)["peak_bytes"])
            # Libraries import and build on first use: that is paid once a process, not by a document.
            _send(line, documents[0].path)
            _receive(line)
        for document in documents:
            answers: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
            for _ in range(repeat):
                for name, line in lines.items():
                    _send(line, document.path)
                    answers[name].append(_receive(line))
            for name, given in answers.items():
                _add(scores[name], document, given)
    return scores


def _add(score: Score, document: Document, answers: Sequence[dict[str, Any]]) -> None:
    best = min(answers, key=lambda answer: sum(answer["steps"].values()))
    score.cpu += sum(best["steps"].values())
    score.wall += best["wall"]
    score.steps.update(best["steps"])
    score.peak_bytes = max(score.peak_bytes, *(answer["peak_bytes"] for answer in answers))
    if best["error"]:
        score.errors.append(f"{document.path.name}: {best['error']}")
    for source, pairs in document.expected.items():
        score.found[source] += found_count(pairs, best["rows"])


def _documents(sources: Iterable[Path], truth_files: Iterable[Path]) -> Iterator[Document]:
    known: dict[str, Any] = {}
    for file in truth_files:
        for name, entry in json.loads(file.read_text("utf-8")).items():
            known[Path(entry.get("file", name)).stem.removesuffix(".pdf")] = entry["facts"]
    for source in sources:
        for path in sorted(source.rglob("*.pdf")) if source.is_dir() else [source]:
            expected = {"printed": printed_pairs(path)}
            if path.stem in known:
                expected["labelled"] = labelled_pairs(known[path.stem])
            yield Document(path, page_count(path), expected)


@contextmanager
def _contender(name: str, core: int) -> Iterator["subprocess.Popen[str]"]:
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "bench.contender", name, str(core)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, **single, "PYTHONPATH": str(ROOT)},
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _send(process: "subprocess.Popen[str]", path: Path) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps({"path": str(path.resolve())}) + "\n")
    process.stdin.flush()


def _receive(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit(f"{process.args!r} died with status {process.wait()}")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _headline(documents: Sequence[Document], core: int, repeat: int) -> str:
    pages = sum(document.page_count for document in documents)
    return (
        f"{len(documents)} documents, {pages} pages; Python {platform.python_version()}, core {core}, "
        f"best of {repeat}"
    )


def _table(documents: Sequence[Document], scores: dict[str, Score]) -> Iterator[str]:
    pages = sum(document.page_count for document in documents)
    expected: Counter[str] = Counter()
    for document in documents:
        for source, pairs in document.expected.items():
            expected[source] += pairs.total()
    yardstick = scores[_YARDSTICK].cpu if _YARDSTICK in scores else None
    heads = [f"row recall, {source} ({count})" for source, count in expected.items()]
    yield "  ".join(
        [
            f"{'':<10}",
            "pages/s",
            f"x {_YARDSTICK}",
            *heads,
            "peak MB",
            "MB before",
            "cpu s",
            "wall s",
        ]
    )
    for name, score in scores.items():
        ratio = f"{yardstick / score.cpu:.2f}" if yardstick is not None else "-"
        shares = [
            f"{score.found[source] / count if count else 1:.4f}".rjust(len(head))
            for (source, count), head in zip(expected.items(), heads, strict=True)
        ]
        yield "  ".join(
            [
                f"{name:<10}",
                f"{pages / score.cpu:7.1f}",
                ratio.rjust(2 + len(_YARDSTICK)),
                *shares,
                f"{score.peak_bytes / 1e6:7.0f}",
                f"{score.start_bytes / 1e6:9.0f}",
                f"{score.cpu:5.1f}",
                f"{score.wall:6.1f}",
            ]
        )


def _split(score: Score, pages: int) -> str:
    return ", ".join(f"{step} {1000 * seconds / pages:.2f}" for step, seconds in score.steps.most_common())


if __name__ == "__main__":
    main()
