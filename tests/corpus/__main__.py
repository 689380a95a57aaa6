"""`python -m tests.corpus --out samples` rebuilds the samples."""

import argparse
from pathlib import Path

from tests.corpus.generate import write_samples


def main() -> None:
    """Writes the samples and says how large they are."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.corpus", description="Rebuild the sample disclosures."
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write to, as samples")
    for disclosure in write_samples(parser.parse_args().out):
        size = disclosure.path.stat().st_size
        print(f"{disclosure.path}  {disclosure.page_count} pages  {size:,} bytes")


if __name__ == "__main__":
    main()
