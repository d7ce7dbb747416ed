"""Models are added whole or not at all, and what isn't one is refused with the reason."""

from __future__ import annotations

import math
import os
import shutil
import stat
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from interviewcoder.errors import Cancelled, InterviewCoderError, ModelDamaged, ModelMissing, NameTaken, NotAllowed
from interviewcoder.transcription import model_store, models
from interviewcoder.transcription.model_weights import check_weights


@pytest.fixture
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folders of models, empty; returns the person's."""
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path / "program"), raising=False)
    # The machine's tiny.en would have the name that these tests add.
    monkeypatch.setattr(models, "_package_folder", lambda package: None)
    return models.user_folder()


@pytest.fixture(scope="module")
def tiny() -> Path:
    """The folder of a whole model."""
    return models.find("tiny.en").path


@pytest.fixture
def dialect(tmp_path: Path, tiny: Path) -> Path:
    """A whole model of a few kilobytes that isn't published."""
    folder = tmp_path / "models" / "whisper-dialect"
    folder.mkdir(parents=True)
    for name in ("config.json", "tokenizer.json"):
        shutil.copyfile(tiny / name, folder / name)
    shutil.copyfile(next(tiny.glob("vocabulary.*")), folder / next(tiny.glob("vocabulary.*")).name)
    write_weights(folder / "model.bin")
    return folder


def write_weights(path: Path, *, bands: int = 80) -> None:
    """Write weights in CTranslate2's layout: two variables and an alias."""

    def text(words: str) -> bytes:
        return struct.pack("<H", len(words) + 1) + words.encode() + b"\0"

    def variable(name: str, *shape: int) -> bytes:
        numbers = bytes(4 * math.prod(shape))
        return text(name) + struct.pack(f"<B{len(shape)}IBI", len(shape), *shape, 0, len(numbers)) + numbers

    variables = [variable("encoder/conv1/weight", 8, bands, 3), variable("decoder/embeddings/weight", 100, 8)]
    head = struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, len(variables))
    path.write_bytes(head + b"".join(variables) + struct.pack("<I", 1) + text("other") + text("one"))


def test_a_published_model_is_known_whatever_its_folder_is_called(own_place: Path, tiny: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny, tmp_path / "download (1)", copy_function=shutil.copyfile)
    heard: list[float] = []
    added = model_store.add(Path(folder), on_progress=heard.append)
    assert (added.name, added.known, added.sha256_ok, added.multilingual) == ("tiny.en", True, True, False)
    assert added.path == own_place / "whisper-tiny.en"
    assert heard == sorted(heard) and heard[-1] == 1.0
    assert models.find("tiny.en") == added
    assert not (added.path / "model.bin").stat().st_mode & stat.S_IWUSR


def test_a_model_that_is_not_published_is_added_as_unknown(own_place: Path, dialect: Path) -> None:
    added = model_store.add(dialect)
    assert (added.name, added.known, added.sha256_ok) == ("dialect", False, False)


def test_a_model_in_the_form_of_a_download_cache_is_found_and_named(
    own_place: Path, dialect: Path, tmp_path: Path
) -> None:
    home = tmp_path / "models--Some-One--faster-whisper-swiss" / "snapshots"
    home.mkdir(parents=True)
    dialect.rename(home / "0a1b2c")
    assert model_store.add(home.parent).name == "swiss"


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_model_is_taken_out_of_an_archive_and_nothing_else_with_it(
    own_place: Path, dialect: Path, tmp_path: Path, kind: str
) -> None:
    (dialect / "readme.exe").write_text("not wanted", encoding="utf-8")
    packed = tmp_path / f"dialect.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("../../escaped.txt", "not wanted either")
            for file in dialect.iterdir():
                archive.write(file, f"whisper-dialect/{file.name}")
    else:
        with tarfile.open(packed, "w") as tar:
            tar.add(dialect, "whisper-dialect")
    added = model_store.add(packed)
    assert added.name == "dialect"
    assert {file.name for file in added.path.iterdir()} <= {"model.bin", "config.json", "tokenizer.json"} | {
        "vocabulary.txt", "vocabulary.json", "preprocessor_config.json", "model.bin.checked",
    }  # fmt: skip
    assert not list(tmp_path.rglob("escaped.txt"))


def test_a_damaged_published_model_is_refused_and_leaves_nothing(own_place: Path, tiny: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny, tmp_path / "faster-whisper-tiny.en", copy_function=shutil.copyfile))
    with (folder / "model.bin").open("r+b") as weights:
        weights.seek(40_000_000)
        weights.write(b"\0" * 100)
    with pytest.raises(ModelDamaged, match="isn't the published Whisper model"):
        model_store.add(folder)
    assert list(own_place.iterdir()) == []


def test_weights_that_were_not_copied_whole_are_refused(own_place: Path, dialect: Path) -> None:
    with (dialect / "model.bin").open("r+b") as weights:
        weights.truncate(5_000)
    with pytest.raises(ModelDamaged, match="incomplete or damaged") as refused:
        model_store.add(dialect)
    assert "Copy them again" in refused.value.hint
    assert list(own_place.iterdir()) == []


def test_an_archive_that_was_cut_off_is_refused(own_place: Path, dialect: Path, tmp_path: Path) -> None:
    packed = tmp_path / "dialect.tar"
    with tarfile.open(packed, "w") as tar:
        tar.add(dialect, "whisper-dialect")
    with packed.open("r+b") as file:
        file.truncate(100_000)
    with pytest.raises((ModelDamaged, ModelMissing)):
        model_store.add(packed)
    assert not own_place.exists() or list(own_place.iterdir()) == []


def test_what_is_missing_is_named(own_place: Path, dialect: Path) -> None:
    (dialect / "tokenizer.json").unlink()
    with pytest.raises(ModelDamaged, match=r"tokenizer\.json missing"):
        model_store.add(dialect)


def test_a_model_with_finer_bands_needs_the_file_that_says_so(own_place: Path, dialect: Path) -> None:
    write_weights(dialect / "model.bin", bands=128)
    with pytest.raises(ModelDamaged, match=r"preprocessor_config\.json missing"):
        model_store.add(dialect)
    (dialect / "preprocessor_config.json").write_text('{"feature_size": 128}', encoding="utf-8")
    assert model_store.add(dialect).name == "dialect"


@pytest.mark.parametrize("name", ["small.pt", "model.pth", "pytorch_model.bin"])
def test_files_that_would_run_a_program_are_not_opened(own_place: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x80\x02cposix\nsystem\n")
    with pytest.raises(ModelMissing, match="runs any program that was put into it") as refused:
        model_store.add(tmp_path / name)
    assert "CTranslate2" in refused.value.hint
    with pytest.raises(ModelMissing, match="runs any program"):
        model_store.add(tmp_path)


def test_a_pickle_in_an_archive_of_another_name_is_not_opened(own_place: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "small.model", "w") as packed:
        packed.writestr("archive/data.pkl", b"\x80\x02cposix\nsystem\n")
    with pytest.raises(ModelMissing, match="runs any program"):
        model_store.add(tmp_path / "small.model")


def test_a_model_of_another_program_is_refused_with_what_to_do(own_place: Path, tmp_path: Path) -> None:
    (tmp_path / "ggml-base.bin").write_bytes(b"lmgg" + bytes(100))
    with pytest.raises(ModelMissing, match="another program's form") as refused:
        model_store.add(tmp_path / "ggml-base.bin")
    assert "convert it" in refused.value.hint


def test_copying_can_be_stopped_and_leaves_nothing(own_place: Path, dialect: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.5:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        model_store.add(dialect, on_progress=stop)
    assert list(own_place.iterdir()) == []


def test_a_model_is_added_once(own_place: Path, dialect: Path) -> None:
    model_store.add(dialect)
    with pytest.raises(NameTaken, match="“dialect” is here already"):
        model_store.add(dialect)
    assert model_store.add(dialect, name="second try").name == "second-try"


def test_a_model_is_removed_unless_it_is_in_use_or_the_programs_own(own_place: Path, dialect: Path) -> None:
    model_store.add(dialect)
    with pytest.raises(NotAllowed, match="being transcribed"):
        model_store.remove("dialect", in_use=["dialect"])
    model_store.remove("dialect")
    assert list(own_place.iterdir()) == []
    with pytest.raises(InterviewCoderError, match="isn't on this machine"):
        model_store.remove("dialect")


def test_the_programs_own_model_stays() -> None:
    models.find("base")  # joined from its parts where nobody has used it yet
    with pytest.raises(NotAllowed, match="comes with the program"):
        model_store.remove("base")


def test_what_a_killed_process_left_is_cleared_away_but_not_what_a_running_one_makes(own_place: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for name in (f".whisper-base-{ended.pid}", f".adding-my-own-{ended.pid}", f".whisper-base-{os.getpid()}"):
        (own_place / name).mkdir(parents=True)
        (own_place / name / "model.bin").write_bytes(b"half")
    models.clear_leftovers()
    assert [path.name for path in own_place.iterdir()] == [f".whisper-base-{os.getpid()}"]


def test_the_weights_tell_how_many_bands_of_pitch_they_hear(tiny: Path) -> None:
    assert check_weights(tiny / "model.bin").bands == 80
