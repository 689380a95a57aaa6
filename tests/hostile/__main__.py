"""Write the hostile files to a folder: `python -m tests.hostile --out DIR`."""

import argparse
from pathlib import Path

from tests.hostile import KINDS, write_evil_names, write_evil_things


def main() -> None:
    """Write every kind and say what each is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to make; must not be there yet")
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True)
    for kind in KINDS.values():
        (folder / kind.file_name).write_bytes(kind.make())
        print(f"{kind.file_name}: {kind.what}")
    for name, write in (("names", write_evil_names), ("things", write_evil_things)):
        (folder / name).mkdir()
        write(folder / name)
        print(f"{name}: see tests/hostile/names.py")


if __name__ == "__main__":
    main()
