"""Remote sites: fetch bytes politely, turn them into postings and courses. Imports the core only, and libraries."""
