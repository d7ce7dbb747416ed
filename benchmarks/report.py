"""The report of all codings: how long its data take, and how long it takes to write.

    python -m benchmarks.report [TIMES]

In a real encrypted project: one transcript of 50,000 words with their times,
2,000 codings and 60 codes. Each time the project is opened anew, so that
nothing has been read before. The limit is ours; for scale, what QualCoder's
project says of its own report. It was measured on another machine.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.study import PASSPHRASE, Size, asked, make_study

LONG = Size(minutes=330, turns=2_100, words=50_000, codings=2_000)
DATA_MS = 100.0
TIMES = 9


def measure(path: Path, times: int) -> dict[str, tuple[float, float]]:
    """Give medians in ms, by the clock and of the processor: of the data, and of the writing of each format."""
    from interviewcoder.project import file
    from interviewcoder.reports import report_export
    from interviewcoder.reports.codebook import codebook
    from interviewcoder.reports.codings import all_codings
    from interviewcoder.reports.report_export import FORMATS, ReportOptions

    taken: dict[str, list[tuple[float, float]]] = {}

    def timed(name: str, step: Callable[[], object]) -> None:
        gc.collect()
        began, cpu_began = time.perf_counter(), time.process_time()
        step()
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu_began
        taken.setdefault(name, []).append((wall * 1e3, cpu * 1e3))

    for _ in range(times + 1):
        with file.open_project(path, passphrase=PASSPHRASE) as project:
            timed("the data of all codings", lambda: all_codings(project))
            timed("the codebook's data", lambda: codebook(project))
            for format_ in FORMATS:
                options = ReportOptions(kind="codings", format=format_)
                place = path.with_name(f"codings.{format_}")
                with report_export.leaving(project, options) as gate:
                    report = report_export.gather(gate.reading, options)
                    timed(f"all codings as {format_}", lambda: report_export.write(report, place, gate))  # noqa: B023
    # The first time loads the program's parts.
    medians = {}
    for name, each in taken.items():
        walls, cpus = zip(*each[1:], strict=True)
        medians[name] = (statistics.median(walls), statistics.median(cpus))
    return medians


def main() -> int:
    """Print the figures; 1 when the limit is passed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.icproj"
        make_study(path, [LONG])
        figures = measure(path, asked(TIMES))
    for name, (median_ms, cpu_ms) in figures.items():
        print(f"{name}: median {median_ms:.1f} ms, CPU {cpu_ms:.1f} ms")
    data_ms, _ = figures["the data of all codings"]
    print(f"{data_ms / DATA_MS:.2f}x of {DATA_MS:.0f} ms; QualCoder 1.14 to 1.20 s")
    return 0 if data_ms <= DATA_MS else 1


if __name__ == "__main__":
    sys.exit(main())
