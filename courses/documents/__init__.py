"""Documents of courses as PDF."""

from courses.documents.invoices import invoice_pdf

__all__ = ["invoice_pdf"]
