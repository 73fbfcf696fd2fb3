"""Invoices with a frozen price, and the payments staff record against them."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q, Sum

from courses.models.enrolment import Enrolment
from institute.accounts.models import User


class InvoiceCounter(models.Model):
    """The last number used in a year; its row lock keeps the sequence without gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


# A place that moved was paid for where it began: from each place back to its first.
PAYING = """
WITH RECURSIVE trail (place, back) AS (
    SELECT id, id FROM courses_enrolment WHERE id = ANY(%s)
    UNION ALL
    SELECT trail.place, earlier.id
    FROM courses_enrolment earlier JOIN trail ON earlier.moved_to_id = trail.back
)
SELECT bill.*, trail.place AS pays_for, COALESCE(
    (SELECT SUM(cents) FROM courses_payment WHERE invoice_id = bill.id), 0
) AS paid
FROM trail JOIN courses_invoice bill ON bill.enrolment_id = trail.back
"""


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Finds invoices."""

    def paying_for(self, places: Iterable[Enrolment]) -> "dict[int, Invoice]":
        """The invoice of each place by the place's id, with `paid`; one query however far it moved.

        A place that is free or sponsored has none.
        """
        found = self.raw(PAYING, [[place.pk for place in places]])
        return {invoice.pays_for: invoice for invoice in found}


class Invoice(models.Model):
    """What is owed for a place: frozen when the place is reserved."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="invoice")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    issued_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    bill_to = models.CharField(max_length=160)
    bill_to_address = models.TextField(blank=True)
    purchase_order = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=200)
    net_cents = models.PositiveIntegerField()
    hst_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="CAD")
    void = models.BooleanField(default=False)
    pays_for: int  # the place asked about, and
    paid: int  # cents received, where `paying_for` read the invoice

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["year", "serial"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_invoice_per_number")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """ "TPM-2026-00042"."""
        return f"TPM-{self.year}-{self.serial:05d}"

    @property
    def total_cents(self) -> int:
        return self.net_cents + self.hst_cents

    @property
    def paid_cents(self) -> int:
        """What has been recorded as received, less what went back; one query."""
        return self.payments.aggregate(sum=Sum("cents"))["sum"] or 0


class PaymentMethod(models.TextChoices):
    """How money reaches the Institute."""

    E_TRANSFER = "e_transfer", "Interac e-Transfer"
    CARD_BY_PHONE = "card_by_phone", "Card by phone"
    CHEQUE = "cheque", "Cheque"


class Payment(models.Model):
    """Money received, or given back when negative, as recorded by a member of staff."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(max_length=14, choices=PaymentMethod.choices)
    cents = models.IntegerField()
    reference = models.CharField(max_length=80, blank=True)
    received_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering: ClassVar = ["received_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(method__in=PaymentMethod.values), name="payment_method_is_known"
            ),
            models.CheckConstraint(condition=~Q(cents=0), name="a_payment_moves_money"),
        ]

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f} by {self.get_method_display()}"
