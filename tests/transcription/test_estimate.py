"""The time that is foretold is that of this machine, once it is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewcoder import settings
from interviewcoder.transcription.estimate import Stopwatch, estimate, is_measured, learn, learnt

HOUR_MS = 3_600_000


def test_before_anything_was_timed_the_estimate_is_our_measurement_of_two_cores() -> None:
    # 709 s of speech took 27.7 s without telling voices apart.
    assert estimate(709_000, "base", speakers=1, cores=2) == pytest.approx(27.7 + 3, rel=0.05)
    assert not is_measured("base")


def test_more_cores_and_smaller_models_take_less_time() -> None:
    assert estimate(HOUR_MS, "base", cores=8) < estimate(HOUR_MS, "base", cores=2) < estimate(HOUR_MS, "base", cores=1)
    by_model = [estimate(HOUR_MS, name, cores=2) for name in ("tiny", "base", "small", "large-v3-turbo", "large-v3")]
    assert by_model == sorted(by_model)


def test_a_model_that_is_not_published_counts_by_its_size() -> None:
    assert estimate(HOUR_MS, "dialect", size_bytes=1_450_000_000) > 5 * estimate(HOUR_MS, "dialect")


def test_a_finished_transcription_tells_what_the_next_will_take() -> None:
    learn("base", HOUR_MS, 720.0)
    assert is_measured("base")
    assert estimate(HOUR_MS // 2, "base") == pytest.approx(360, abs=5)
    assert estimate(HOUR_MS, "small") == estimate(HOUR_MS, "small", cores=None)


def test_the_newest_counts_half() -> None:
    learn("base", 100_000, 10.0)
    learn("base", 100_000, 20.0)
    assert learnt() == {"base": pytest.approx(0.15)}


@pytest.mark.parametrize(("duration_ms", "seconds"), [(5_000, 4.0), (60_000, 0.0), (60_000, 1e9)])
def test_nothing_is_learnt_from_what_tells_nothing(duration_ms: int, seconds: float) -> None:
    learn("base", duration_ms, seconds)
    assert learnt() == {}


def test_what_an_earlier_run_did_already_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("interviewcoder.transcription.estimate.monotonic", lambda: now[0])
    watch = Stopwatch("tiny.en", 100_000)
    watch.hear(0.5)
    now[0] += 2.0  # the model is loaded
    now[0] += 5.0
    watch.hear(0.9)
    watch.stop()
    assert learnt() == {"tiny.en": pytest.approx(0.1)}


def test_a_folder_of_a_model_is_kept_by_its_last_name_alone() -> None:
    watch = Stopwatch("/home/anna/study of P07/whisper-dialect", 100_000)
    watch.hear(0.0)
    watch.stop()
    assert list(learnt()) in ([], ["whisper-dialect"])
    assert "anna" not in "".join(path.read_text() for path in Path(settings.folder()).glob("*.toml"))


def test_a_damaged_file_of_speeds_is_passed_over() -> None:
    settings.folder().mkdir(parents=True)
    (settings.folder() / "speeds.toml").write_text("seconds_a_second = [", encoding="utf-8")
    assert estimate(HOUR_MS, "base") > 0
    (settings.folder() / "speeds.toml").write_text('[seconds_a_second]\nbase = "fast"\n', encoding="utf-8")
    assert learnt() == {}
