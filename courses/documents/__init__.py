"""Documents of courses as PDF."""

from courses.documents.invoices import invoice_pdf
from courses.documents.syllabi import syllabus_pdf

__all__ = ["invoice_pdf", "syllabus_pdf"]
