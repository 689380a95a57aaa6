"""Forms of invented departments, as text: each is drawn as a PDF and states what must be read from it.

A file `NAME.txt` is a document: `key: value` lines, then its tables. A table begins with `== STATEMENT` (a
dash for one that is none), goes on with `title:`, `left:`, `right:` (lines above it) and `read:` (what is
read from each column), and holds rows of cells with `|` between them: `<` is covered by the cell to its
left, `^` by the one above. A line `---` ends the header, `--- page` starts a new page.

`read:` names a measure, with `@side` where there is one, or `.` for a column that holds no amount; the
columns of a block follow its labels. What a row is of stands after `=>`, one key for each block: a code, a
name, `*` for the whole, `*MEASURE` for a category in a row, `*@SIDE` for a side in a row, `!` where nothing
is to be read. A row that begins with a whole code needs no key.
"""

from tests.forms.drawing import draw
from tests.forms.form import FORMS, Amount, Form, load

__all__ = ["FORMS", "Amount", "Form", "draw", "load"]
