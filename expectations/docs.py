"""Data Docs as a static site that opens without a network and without scripts.

Great Expectations renders the page of each suite. Its pages fetch Bootstrap, jQuery and fonts from the
network and fold parts away with them; all that is taken out, and one style sheet of our own put in. Its index
is built by a script in the browser, so the index is written here.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from expectations.contract import ContractResult, Layer

_STYLE = Path(__file__).parent / "assets" / "offline.css"
_RESULTS = "results.json"
_LAYERS: Mapping[Layer, str] = {
    "raw": "Raw layer, before dbt · 原始层",
    "marts": "Marts, before publishing · 发布层",
}

_VERDICTS = {"critical": "critical", "rejected": "with rejections", "warning": "warned", "held": "held"}

_HEAD = """<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
"""


def write_docs(
    docs_root: Path, layer: Layer, results: Sequence[ContractResult], suites: Mapping[str, Any]
) -> None:
    """Write the pages of a layer and the index of all layers of the run.

    The raw layer is the first of a run: the pages of the run before go with it.

    Args:
        docs_root: Folder of the site; `index.html` in it is the entrance.
        layer: The layer that was validated.
        results: Its results.
        suites: The validation result of Great Expectations by suite name.
    """
    style = _STYLE.read_text(encoding="utf-8")
    for stale in (docs_root / each for each in (_LAYERS if layer == "raw" else [layer])):
        if stale.exists():
            shutil.rmtree(stale)
    folder = docs_root / layer
    folder.mkdir(parents=True)
    for name, page in _rendered(suites):
        (folder / f"{name}.html").write_text(offline(page, style), encoding="utf-8")
    rows = [asdict(result) for result in results]
    (folder / _RESULTS).write_text(
        json.dumps(rows, ensure_ascii=False, indent=1, default=str), encoding="utf-8"
    )
    (docs_root / "index.html").write_text(_index(docs_root, style), encoding="utf-8")


def _rendered(suites: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The page of each suite, by its name."""
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view.view import DefaultJinjaPageView

    # Each view compiles the templates anew, which takes longer than all the pages.
    view: Any = DefaultJinjaPageView()
    for name, suite in suites.items():
        for outcome in suite.results:
            _drop_traceback(outcome.exception_info)
        yield name, view.render(ValidationResultsPageRenderer().render(suite))


def _drop_traceback(exception_info: dict[str, Any]) -> None:
    for info in (exception_info, *exception_info.values()):
        if isinstance(info, dict) and "exception_traceback" in info:
            info["exception_traceback"] = ""


def offline(page: str, style: str) -> str:
    """A page of Great Expectations without anything that is loaded or run, under one inline style sheet."""
    parser = _OfflinePage()
    parser.feed(page)
    parser.close()
    return "".join(parser.parts).replace("<head>", f"<head>\n{_HEAD}<style>{style}</style>", 1)


class _OfflinePage(HTMLParser):
    """Copies a page but for what loads or runs something, and points its links at this site."""

    _DROPPED = frozenset({"script", "style", "footer", "noscript"})
    _DROPPED_VOID = frozenset({"link", "meta", "img"})
    # The filter buttons of the side bar do nothing without scripts.
    _DROPPED_CLASS = "card mb-3"

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._DROPPED_VOID:
            return
        if self._dropped:
            if tag == self._dropped[0]:
                self._dropped.append(tag)
            return
        if tag in self._DROPPED or dict(attrs).get("class") == self._DROPPED_CLASS:
            self._dropped.append(tag)
            return
        kept = [_local(name, value) for name, value in attrs if not name.startswith("on")]
        self.parts.append(f"<{tag}{''.join(kept)}>")

    def handle_endtag(self, tag: str) -> None:
        if not self._dropped:
            self.parts.append(f"</{tag}>")
        elif tag == self._dropped[0]:
            self._dropped.pop()

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")


def _local(name: str, value: str | None) -> str:
    """An attribute as markup; a link to a page of Great Expectations' own site becomes one to the index."""
    if value is None:
        return f" {name}"
    if name == "href" and not value.startswith("#"):
        value = "../index.html"
    return f' {name}="{escape(value)}"'


def _index(docs_root: Path, style: str) -> str:
    layers = [
        _layer_section(title, layer, json.loads((docs_root / layer / _RESULTS).read_text(encoding="utf-8")))
        for layer, title in _LAYERS.items()
        if (docs_root / layer / _RESULTS).exists()
    ]
    return f"""<!DOCTYPE html>
<html lang="en"><head>
{_HEAD}<title>Contracts · 数据契约</title><style>{style}</style>
</head><body><div class="container-fluid">
<h1>Contracts <span class="zh">数据契约</span></h1>
{"".join(layers)}
</div></body></html>
"""


def _layer_section(title: str, layer: str, results: Sequence[Mapping[str, Any]]) -> str:
    by_table: dict[str, list[Mapping[str, Any]]] = {}
    for result in sorted(results, key=_rank):
        by_table.setdefault(result["table_name"], []).append(result)
    return f"""<h2>{escape(title)}</h2>
<p class="lead">Run {escape(results[0]["run_id"])} · {escape(results[0]["evaluated_at"][:19])} UTC</p>
<p>{_tally(results)}</p>
{"".join(_table_section(layer, table, group) for table, group in by_table.items())}
"""


def _rank(result: Mapping[str, Any]) -> tuple[int, str]:
    """The worst first, then by table."""
    return list(_VERDICTS).index(_verdict(result)), result["table_name"]


def _tally(results: Iterable[Mapping[str, Any]]) -> str:
    verdicts = [_verdict(result) for result in results]
    return " ".join(
        f'<span class="tally {verdict}">{verdicts.count(verdict)} {label}</span>'
        for verdict, label in _VERDICTS.items()
        if verdict in verdicts
    )


def _verdict(result: Mapping[str, Any]) -> str:
    if result["is_success"]:
        return "held"
    if result["severity"] == "warning":
        return "warning"
    return "rejected" if result["scope"] == "document" and result["unexpected_count"] else "critical"


def _table_section(layer: str, table: str, results: Sequence[Mapping[str, Any]]) -> str:
    name = escape(table)
    return f"""<section><h3><a href="{layer}/{name}.html">{name}</a> {_tally(results)}</h3>
<table class="table contracts">
<thead><tr><th>Status</th><th>Contract</th><th>Promise</th><th>Found</th></tr></thead>
<tbody>{"".join(map(_row, results))}</tbody>
</table></section>
"""


def _row(result: Mapping[str, Any]) -> str:
    verdict = _verdict(result)
    field = {name: escape(str(value or "")) for name, value in result.items()}
    sample = f"<br><code>{field['sample']}</code>" if result["sample"] else ""
    return (
        f'<tr><td><span class="tally {verdict}">{verdict}</span></td>'
        f"<td><code>{field['contract_code']}</code><br><small>{field['severity']}</small></td>"
        f'<td>{field["description"]}<br><span class="zh">{field["description_zh"]}</span></td>'
        f"<td>{field['observed']}{sample}</td></tr>\n"
    )
