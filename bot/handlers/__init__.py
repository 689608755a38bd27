"""Conversations, one a file; bot/application.py lists them all."""
