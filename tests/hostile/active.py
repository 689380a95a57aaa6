"""Files that want to act, hide or lock: scripts, attachments, forms, passwords, invisible text."""

from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.kind import Published, failed, kind
from tests.hostile.pdf import document
from tests.hostile.statement import DEPARTMENT, ROWS, YEAR, disclosure, disclosure_parts, sheets
from tests.small_pdf import table, text

_OTHER = "98.76"


def _acting(catalog: bytes) -> bytes:
    made = disclosure_parts(catalog=catalog)
    return made.pdf.assemble(made.root)


@kind("a script that runs when it is opened", Published())
def script_on_open() -> bytes:
    return _acting(b"/OpenAction << /S /JavaScript /JS (while\\(true\\){app.alert\\(1\\)}) >>")


@kind("a program and an address that are started when it is opened", Published())
def launch_on_open() -> bytes:
    launch = b"/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (/c calc) >> /Next "
    return _acting(launch + b"<< /S /URI /URI (http://127.0.0.1:9/) >> >>")


@kind("an address that takes the reader's password", Published())
def remote_action() -> bytes:
    return _acting(b"/OpenAction << /S /GoToR /F (\\\\\\\\127.0.0.1\\\\share) /D [0 /Fit] >>")


@kind("another disclosure attached to it", Published())
def attachment() -> bytes:
    other = tuple(ROWS[:1])
    made = disclosure_parts()
    attached = made.pdf.stream(disclosure(other), b"/Type /EmbeddedFile /Subtype /application#2Fpdf")
    catalog = made.pdf.bodies[made.root].removesuffix(b">>") + (
        b"/Names << /EmbeddedFiles << /Names [(other.pdf) << /Type /Filespec /F (../../other.pdf) "
        b"/EF << /F %d 0 R >> >>] >> >> >>" % attached
    )
    made.pdf.add(catalog, made.root)
    return made.pdf.assemble(made.root)


@kind("figures in form fields and notes that lie over the cells", Published())
def figures_in_fields() -> bytes:
    made = disclosure_parts()
    value = _OTHER.encode()
    fields = [
        made.pdf.add(
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (%s) /Rect [295 700 370 716] >>" % value
        ),
        made.pdf.add(
            b"<< /Type /Annot /Subtype /FreeText /Contents (%s) /Rect [295 680 370 698] /DA (/F1 9 Tf) >>"
            % value
        ),
    ]
    notes = b" ".join(b"%d 0 R" % number for number in fields)
    page = made.pdf.bodies[made.sheets[1]].removesuffix(b">>") + b"/Annots [%s] >>" % notes
    made.pdf.add(page, made.sheets[1])
    catalog = made.pdf.bodies[made.root].removesuffix(b">>") + b"/AcroForm << /Fields [%s] >> >>" % notes
    made.pdf.add(catalog, made.root)
    return made.pdf.assemble(made.root)


@kind("an XFA form of another figure", Published())
def xfa_form() -> bytes:
    made = disclosure_parts()
    form = made.pdf.stream(b"<xdp:xdp><amount>%s</amount></xdp:xdp>" % _OTHER.encode())
    catalog = (
        made.pdf.bodies[made.root].removesuffix(b">>") + b"/AcroForm << /Fields [] /XFA %d 0 R >> >>" % form
    )
    made.pdf.add(catalog, made.root)
    return made.pdf.assemble(made.root)


@kind("figures in invisible ink in the cells that are empty", Published())
def figures_invisible() -> bytes:
    pages = sheets()
    # The first row of the body is the total; the fourth prints no project expenditure.
    pages[1].drawn.append(b"3 Tr")
    pages[1].text(463, 750 - 18 * 4 - 12, _OTHER)
    pages[1].drawn.append(b"0 Tr")
    return document(pages)


@kind("a figure off the page, in line with a row", Published())
def figures_off_page() -> bytes:
    pages = sheets()
    pages[1].text(700, 750 - 18 * 4 - 12, _OTHER)
    pages[1].text(-300, 750 - 18 * 4 - 12, _OTHER)
    return document(pages)


def _locked(user: str) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(user, "owner", canCopy=0, strength=128), invariant=1)
    text(f"{DEPARTMENT}{YEAR}年度部门决算公开", y=600)(canvas)
    canvas.showPage()
    text(f"{YEAR}年度支出决算表", x=200, y=790)(canvas)
    text(f"部门：{DEPARTMENT}　单位：万元", y=730)(canvas)
    table([["科目编码", "科目名称", "本年支出合计"], ["201", "一般公共服务支出", "12.00"]], y=700)(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@kind("a file that opens with a password only", failed("encrypted"))
def password_to_read() -> bytes:
    return _locked("secret")


@kind("a file that anyone may read and only its owner may change", Published(("12.00",)))
def password_to_change() -> bytes:
    return _locked("")


@kind("a file encrypted by a handler that no one has", failed("encrypted", "corrupt"))
def encryption_unknown() -> bytes:
    made = disclosure_parts()
    made.pdf.trailer = b"/Encrypt << /Filter /Nobody /V 99 /R 99 /O (x) /U (y) /P -1 >> /ID [(a) (b)]"
    return made.pdf.assemble(made.root)
