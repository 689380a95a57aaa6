"""Text from documents on its way to a terminal or a spreadsheet, where it must stay text."""

import re

# C0 and C1 controls move cursors and change colours; bidi controls and line separators reorder what is
# read; a byte order mark inside a text hides.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?%?")


def neutral(text: str) -> str:
    r"""The text with every character that could steer a terminal written out, such as `\u202e`."""
    return _UNSAFE.sub(_written_out, text)


def json_safe(text: str) -> str:
    """JSON with the same characters as JSON escapes; line feeds between its lines stay."""
    return _UNSAFE.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


def spreadsheet_cell(value: object) -> str:
    """A value as a CSV cell: what a spreadsheet would run as a formula gets a leading apostrophe."""
    text = "" if value is None else str(value)
    if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def _written_out(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
