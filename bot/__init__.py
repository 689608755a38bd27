"""Conversations, pages and commands: the edge that people touch."""
