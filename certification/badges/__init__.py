"""Open Badges 3.0: documents, proofs, status lists and baked pictures. Plain Python, no Django."""
