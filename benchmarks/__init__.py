"""Benchmarks: ratios against a named baseline of the same run."""
