"""Rows: everything that outlives a process. ORM models stay in here, domain objects travel."""
