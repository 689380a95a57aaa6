"""`python -m tests.corpus --out samples` rebuilds the samples, `… audit --to DIR` writes others to audit."""

import argparse
from pathlib import Path

from tests.corpus.audit import write_documents
from tests.corpus.generate import write_samples


def main() -> None:
    """Writes the samples, or documents with planted defects, and says what was written."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.corpus", description="Rebuild the sample disclosures, or write others to audit."
    )
    parser.add_argument("--out", type=Path, help="folder to write the samples to, as samples")
    audit = parser.add_subparsers(dest="command").add_parser("audit", help="documents with planted defects")
    audit.add_argument("--count", type=int, default=260)
    audit.add_argument("--seed", type=int, default=1)
    audit.add_argument("--to", type=Path, required=True, help="folder for the PDFs and planted.json")
    chosen = parser.parse_args()
    if chosen.command == "audit":
        written = write_documents(chosen.to, chosen.seed, chosen.count)
        defects = sum(len(one.planted) for one in written)
        pages = sum(one.page_count for one in written)
        clean = sum(not one.planted for one in written)
        print(f"{len(written)} documents, {pages} pages, {clean} clean, {defects} defects: {chosen.to}")
        return
    if not chosen.out:
        parser.error("--out is needed")
    for disclosure in write_samples(chosen.out):
        size = disclosure.path.stat().st_size
        print(f"{disclosure.path}  {disclosure.page_count} pages  {size:,} bytes")


if __name__ == "__main__":
    main()
