"""A long value that changed is kept once: what differs, and not the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewcoder.project.changes import Image, Patch, has_patches, lean, pack, unpack, whole
from interviewcoder.project.file import Project
from interviewcoder.project.schema import SourceRow

_long = st.one_of(
    st.text("ab😨\n", min_size=90, max_size=130), st.binary(min_size=90, max_size=130), st.just("x" * 200), st.none()
)


@given(before=_long, after=_long, undone=st.booleans())
def test_an_image_is_whole_again_with_the_row_that_is_stored(
    before: str | bytes | None, after: str | bytes | None, undone: bool
) -> None:
    image = Image("source", (1,), "change", {"text": before, "position": 1}, {"text": after, "position": 2})
    (kept,) = unpack(pack(lean([image], stored="before" if undone else "after")))
    stored = {"text": before if undone else after}
    assert (whole(kept, stored) if has_patches(kept) else kept) == image


def test_a_patch_holds_the_middle_alone() -> None:
    image = Image("source", (1,), "change", {"text": "a" * 500 + "old" + "b" * 500}, {"text": "a" * 500 + "b" * 500})
    (kept,) = lean([image], stored="after")
    assert kept.before == {"text": Patch(500, 500, "old")}
    assert kept.after == {}


def test_a_correction_of_a_long_text_is_a_small_step_and_comes_back(project: Project) -> None:
    text = "".join(f"Sentence {number} of a long interview. " for number in range(3000))
    with project.op("Add") as session:
        session.add(SourceRow(name="P01", kind="transcript", position=0, text=text, added_at=""))
    for number, word in ((1500, "First"), (2000, "Second")):
        with project.op("Correct") as session:
            row = session.get_one(SourceRow, 1)
            row.text = row.text.replace(f"Sentence {number} of", f"{word} of")
    (size,) = project.raw_connection.execute("SELECT max(length(images)) FROM step WHERE label = 'Correct'").fetchone()
    assert size < 300
    corrected = project.session.get_one(SourceRow, 1).text
    project.undo()
    project.undo()
    assert project.session.get_one(SourceRow, 1).text == text
    project.redo()
    project.redo()
    assert project.session.get_one(SourceRow, 1).text == corrected
