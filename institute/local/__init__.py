"""The embedded default: real PostgreSQL and Valkey from wheels, and `manage.py up`."""
