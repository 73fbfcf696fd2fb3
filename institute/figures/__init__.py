"""Pictures drawn on the server: icons, plans, seals. Plain Python; no Django but its escaping."""
