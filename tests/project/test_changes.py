"""The images that undo works from."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewcoder.project.changes import Image, Recorder, Values, ids_of, pack, unpack

_columns = st.dictionaries(
    st.sampled_from(["name", "position", "content"]),
    st.none() | st.booleans() | st.integers() | st.text('aé😀{"') | st.binary(max_size=20),
    min_size=1,
)
_images = st.builds(
    Image,
    st.sampled_from(["code", "segment", "participant"]),
    st.tuples(st.integers(1, 10**6)),
    st.sampled_from(["add", "change", "remove"]),
    st.none() | _columns,
    st.none() | _columns,
)


# The same examples every time, so that a slow machine is no reason to fail.
@settings(derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_images, max_size=5))
def test_images_are_unpacked_as_they_were_packed(images: list[Image]) -> None:
    assert unpack(pack(images)) == images


def test_a_column_that_is_named_like_the_mark_of_bytes_is_no_bytes() -> None:
    image = Image("code", (1,), "remove", {"name": "x", "content": b"\0\xff"}, None)
    assert unpack(pack([image]))[0].before == {"name": "x", "content": b"\0\xff"}


def test_participants_are_cases_to_those_who_listen() -> None:
    assert ids_of([Image("participant", (4,), "add"), Image("code", (2,), "change")]) == {"case": {4}, "code": {2}}


def test_the_oldest_before_and_the_newest_after_are_kept() -> None:
    recorder = Recorder()
    recorder.changed("code", (1,), {"name": "a"}, {"name": "b"})
    recorder.changed("code", (1,), {"name": "b", "position": 0}, {"name": "c", "position": 3})
    assert _only(recorder) == Image("code", (1,), "change", {"name": "a", "position": 0}, {"name": "c", "position": 3})


def test_a_changed_row_that_is_removed_goes_with_its_first_values() -> None:
    recorder = Recorder()
    recorder.changed("code", (1,), {"name": "a"}, {"name": "b"})
    recorder.removed("code", (1,), {"name": "b", "position": 0})
    assert _only(recorder) == Image("code", (1,), "remove", {"name": "a", "position": 0}, None)


def test_a_removed_row_that_comes_back_is_a_changed_one() -> None:
    recorder = Recorder()
    old: Values = {"source_id": 1, "packed": b"old"}
    new: Values = {"source_id": 1, "packed": b"new"}
    recorder.removed("words", (1,), old)
    recorder.added("words", (1,), new)
    assert _only(recorder) == Image("words", (1,), "change", old, new)


def test_an_added_row_that_is_changed_stays_an_added_one() -> None:
    recorder = Recorder()
    recorder.added("code", (1,), {"name": "a", "position": 0})
    recorder.changed("code", (1,), {"name": "a"}, {"name": "b"})
    assert _only(recorder) == Image("code", (1,), "add", None, {"name": "b", "position": 0})


def _only(recorder: Recorder) -> Image:
    (image,) = recorder.images.values()
    return image


def test_rows_that_moved_alike_are_kept_as_they_were_and_in_little_room() -> None:
    images = [
        Image(
            "segment", (n,), "change", {"start": n * 31, "end": n * 31 + 20}, {"start": n * 31 - 7, "end": n * 31 + 13}
        )
        for n in range(1, 2001)
    ]
    assert unpack(pack(images)) == images
    assert len(pack(images)) < 2_000


def test_a_mark_that_changes_like_a_number_is_no_place_that_moved() -> None:
    images = [Image("segment", (n,), "change", {"exemplar": False}, {"exemplar": True}) for n in (1, 2)]
    (first, _) = unpack(pack(images))
    assert first.before == {"exemplar": False}
    assert type((first.before or {})["exemplar"]) is bool
