"""Run every benchmark, print one table, and write it to docs/measurements.md."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import track

from benchmarks import alert_path, answer_speed, fuzzing, polling, receiving, sending, understanding

REPORT = Path(__file__).parents[1] / "docs" / "measurements.md"
BENCHMARKS = {
    "Answering": answer_speed,
    "Fan-out": alert_path,
    "Sending": sending,
    "Receiving": receiving,
    "Polling": polling,
    "Understanding": understanding,
    "Fuzzing": fuzzing,
}
HEAD = """# Measurements

Written by `make bench`. Compare rows of one table: the ratio travels from machine to machine, the figures
beside it do not. Accuracy of answers: docs/accuracy.md.
"""


def main() -> None:
    parts = [HEAD]
    for name, module in track(BENCHMARKS.items(), description="benchmarks", console=Console(stderr=True)):
        rows = "\n".join(f"| {what} | {figure} |" for what, figure in module.main())
        parts.append(f"## {name}\n\n{(module.__doc__ or '').strip()}\n\n| what | figure |\n|---|---|\n{rows}\n")
    report = "\n".join(parts)
    REPORT.write_text(report, "utf-8")
    print(report)


if __name__ == "__main__":
    main()
