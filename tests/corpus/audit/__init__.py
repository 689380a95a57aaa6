"""Disclosures to audit: invented departments whose prose, tables and forms agree, with defects planted.

Everything is drawn from a seed: the department, its figures, how its office words each sentence, what is
wrong in it. `documents` makes them; `planted.json` tells what was planted where, and what follows from it.
"""

from tests.corpus.audit.documents import AuditDocument, documents, write_documents
from tests.corpus.audit.record import Record

__all__ = ["AuditDocument", "Record", "documents", "write_documents"]
