"""What the terminal shows when everything serves."""

PASSWORD = "tpm-demo-2026"
ACCOUNTS = {
    "student@example.com": "a student (also student2 to student9)",
    "instructor@example.com": "teaches and marks (also instructor2)",
    "examiner@example.com": "writes items and moderates",
    "mentor@example.com": "offers hours (also mentor2)",
    "desk@example.com": "phone and web enquiries",
    "manager@example.com": "staff lead",
    "admin@example.com": "everything",
}


def ready(address: str, *, demo: bool) -> str:
    """The address, and who can sign in when the demo institute is loaded."""
    lines = [f"TPM Institute is ready: {address}"]
    if demo:
        lines += ["", f"Demo accounts, password {PASSWORD} for all:"]
        lines += [f"  {email:<24}{what}" for email, what in ACCOUNTS.items()]
    return "\n".join([*lines, "", "Ctrl-C stops everything."])
