"""Migrations, oldest first; `make migration` writes the next one."""

from storage.connection import config

TORTOISE = config("sqlite://:memory:")
"""What Tortoise's own tool needs to compare the models with the migrations."""
