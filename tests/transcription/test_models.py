"""A model is found by name or folder, and one that isn't what it claims is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from interviewcoder.errors import ModelDamaged, ModelMissing
from interviewcoder.transcription import models


@pytest.fixture
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folder of models, empty."""
    place = tmp_path / "resources" / "models"
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    return place


def copy_of_tiny(folder: Path) -> Path:
    return Path(shutil.copytree(models.find("tiny.en").path, folder))


def test_the_base_model_is_put_together_once_and_is_the_published_one(own_place: Path) -> None:
    first = models.find("base")
    assert (first.path, first.known, first.sha256_ok) == (own_place / "whisper-base", True, True)
    joined_at = (first.path / "model.bin").stat().st_mtime_ns
    assert models.find("base") == first
    assert (first.path / "model.bin").stat().st_mtime_ns == joined_at
    assert [path.name for path in own_place.iterdir()] == ["whisper-base"]


def test_without_a_writable_place_of_its_own_the_base_model_goes_to_the_persons_folder(
    own_place: Path, fresh_home: Path
) -> None:
    own_place.parent.mkdir(parents=True)
    own_place.write_text("in the way", encoding="utf-8")
    assert fresh_home in models.find("base").path.parents


def test_the_available_models_are_listed_smallest_first() -> None:
    assert [(view.name, view.known) for view in models.available()][:2] == [("tiny.en", True), ("base", True)]


def test_a_model_put_beside_the_others_is_found_by_its_name(own_place: Path) -> None:
    folder = copy_of_tiny(own_place / "whisper-dialect")
    with (folder / "model.bin").open("ab") as weights:
        weights.write(b"trained further")
    found = models.find("dialect")
    assert (found.name, found.known, found.sha256_ok) == ("dialect", False, False)
    assert found in models.available()


def test_a_damaged_known_model_is_refused(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path / "faster-whisper-tiny.en")
    with (folder / "model.bin").open("r+b") as weights:
        weights.seek(40_000_000)
        weights.write(b"\0" * 100)
    with pytest.raises(ModelDamaged, match=r"isn't the published Whisper model “tiny\.en”") as refused:
        models.find(folder)
    assert "Copy it again" in refused.value.hint


def test_a_model_without_its_tokenizer_is_refused(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path / "mine")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelDamaged, match=r"tokenizer\.json missing"):
        models.find(folder)


@pytest.mark.parametrize("asked", ["small", "/nowhere/whisper-small"])
def test_a_missing_model_is_named_with_what_to_do(asked: str) -> None:
    with pytest.raises(ModelMissing, match="small") as refused:
        models.find(asked)
    assert "model.bin" in refused.value.hint


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="holds no Whisper model"):
        models.find(tmp_path)


def test_the_speaker_model_is_part_of_the_program() -> None:
    assert models.speaker_model_path().stat().st_size > 20_000_000
