"""Broken and hostile recordings are taken with a warning or refused with the reason; nothing else is ever opened."""

from __future__ import annotations

import io
import os
import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream

from interviewcoder.errors import ImportFailed
from interviewcoder.sources.read_recording import open_recording, probe
from interviewcoder.transcription.decode import SAMPLE_RATE, decode

RATE = 48_000


def write(path: Path, codec: str, sound: np.ndarray, *, layout: str = "mono", bit_rate: int = 0, **muxer: str) -> Path:
    with av.open(str(path), "w", options=muxer) as container:
        stream = container.add_stream(codec, rate=RATE, layout=layout)
        assert isinstance(stream, AudioStream)
        if bit_rate:
            stream.codec_context.bit_rate = bit_rate
        channels = stream.codec_context.layout.nb_channels
        frame = av.AudioFrame.from_ndarray(np.repeat(sound, channels)[None], format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def tone(seconds: float) -> np.ndarray:
    return np.asarray(8000 * np.sin(np.arange(round(seconds * RATE)) * 0.06), np.int16)


def clicks(at: list[float], seconds: float) -> np.ndarray:
    sound = np.zeros(round(seconds * RATE), np.int16)
    for moment in at:
        sound[round(moment * RATE) : round(moment * RATE) + 48] = 20_000
    return sound


def heard_clicks(path: Path) -> list[float]:
    with path.open("rb") as stream:
        loud = np.abs(decode(stream, path.name))
    found, start = [], 0
    while (above := np.flatnonzero(loud[start:] > 0.12)).size:
        first = start + int(above[0])
        found.append((first + int(loud[first : first + 400].argmax())) / SAMPLE_RATE)
        start = first + SAMPLE_RATE // 4
    return found


def variable_mp3(path: Path) -> Path:
    """Write 10 s at 32 kb/s and 10 s at 160 kb/s, without a header that says so; it clicks at 2, 9, 12 and 18 s."""
    slow = write(path.with_name("slow.mp3"), "libmp3lame", clicks([2.0, 9.0], 10.0), bit_rate=32_000, write_xing="0")
    fast = write(path.with_name("fast.mp3"), "libmp3lame", clicks([2.0, 8.0], 10.0), bit_rate=160_000, write_xing="0")
    content = b""
    for part in (slow, fast):
        with av.open(str(part)) as container:
            content += b"".join(bytes(packet) for packet in container.demux(audio=0))
    path.write_bytes(content)
    return path


def test_a_variable_mp3_without_header_is_measured_by_its_sound_and_not_called_cut_off(tmp_path: Path) -> None:
    path = variable_mp3(tmp_path / "v.mp3")
    with av.open(str(path)) as container:
        guessed_seconds = (container.duration or 0) / 1e6
    assert guessed_seconds > 40  # what a player that trusts the first frames would show
    facts = probe(path)
    assert facts.warning is None
    assert facts.duration_ms == pytest.approx(20_000, abs=120)


def test_times_in_a_variable_mp3_without_header_are_those_of_its_samples(tmp_path: Path) -> None:
    path = variable_mp3(tmp_path / "v.mp3")
    heard = heard_clicks(path)
    # The second half begins with the start-up silence of its own encoder.
    assert heard[:2] == pytest.approx([2.0, 9.0], abs=0.06)
    assert heard[3] - heard[2] == pytest.approx(6.0, abs=0.01)
    with av.open(str(path)) as container:
        at = [round(frame.time * RATE) for frame in container.decode(audio=0) if frame.time is not None]
    assert set(np.diff(at[1:])) <= {1151, 1152, 1153}


def test_going_to_a_time_in_a_variable_mp3_without_header_arrives_there(tmp_path: Path) -> None:
    with av.open(str(variable_mp3(tmp_path / "v.mp3"))) as container:
        container.seek(17_500_000)
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    from_end = (len(sound) - int(np.abs(sound).argmax())) / RATE
    assert from_end == pytest.approx(20.1 - 18.08, abs=0.12)


@pytest.mark.parametrize(("frames", "warned"), [(20, False), (50_000, True)])
def test_an_mp3_whose_header_lies_about_its_length_keeps_its_true_one(
    tmp_path: Path, frames: int, warned: bool
) -> None:
    path = write(tmp_path / "lie.mp3", "libmp3lame", clicks([1.0, 9.0], 10.0))
    content = bytearray(path.read_bytes())
    at = max(content.find(b"Xing"), content.find(b"Info"))
    content[at + 8 : at + 12] = frames.to_bytes(4, "big")
    path.write_bytes(content)
    facts = probe(path)
    assert facts.duration_ms == pytest.approx(10_000, abs=100)
    assert (facts.warning is not None) is warned
    assert heard_clicks(path) == pytest.approx([1.0, 9.0], abs=0.01)


@pytest.mark.parametrize(("name", "codec"), [("d.m4a", "aac"), ("d.flac", "flac"), ("d.opus", "libopus")])
def test_damage_in_the_middle_is_told_and_the_rest_keeps_its_times(tmp_path: Path, name: str, codec: str) -> None:
    noise = np.random.default_rng(3).integers(-3000, 3000, 20 * RATE).astype(np.int16)
    sound = np.clip(clicks([2.0, 18.0], 20.0).astype(int) + noise // 4, -32_768, 32_767).astype(np.int16)
    path = write(tmp_path / name, codec, sound)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + len(content) // 10] = bytes(len(content) // 10)
    path.write_bytes(content)
    facts = probe(path)
    assert facts.duration_ms == pytest.approx(20_000, abs=150)
    assert facts.warning is not None and "damaged" in facts.warning
    heard = heard_clicks(path)
    assert heard[0] == pytest.approx(2.0, abs=0.01)
    assert heard[-1] == pytest.approx(18.0, abs=0.03)


def test_a_header_of_a_day_over_seconds_of_sound_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "day.flac", "flac", tone(3))
    content = bytearray(path.read_bytes())
    # The last 36 bits of these eight bytes are the number of samples.
    facts_of_stream = int.from_bytes(content[18:26], "big") >> 36 << 36 | 24 * 3600 * RATE
    content[18:26] = facts_of_stream.to_bytes(8, "big")
    path.write_bytes(content)
    facts = probe(path)
    assert facts.duration_ms == pytest.approx(3000, abs=60)
    assert facts.warning is not None and "24:00:00" in facts.warning
    with path.open("rb") as stream:
        assert len(decode(stream, path.name)) / SAMPLE_RATE == pytest.approx(3.0, abs=0.06)


def test_forty_eight_channels_are_one_recording(tmp_path: Path) -> None:
    facts = probe(write(tmp_path / "array.wav", "pcm_s16le", tone(1), layout="48 channels"))
    assert (facts.channels, facts.duration_ms, facts.warning) == (48, 1000, None)


@pytest.mark.parametrize("mark", [b"drms", b"enca"])
def test_a_protected_recording_is_refused_by_its_reason(tmp_path: Path, mark: bytes) -> None:
    path = write(tmp_path / "bought.m4a", "aac", tone(2))
    content = path.read_bytes()
    at = content.rindex(b"mp4a")
    path.write_bytes(content[:at] + mark + content[at + 4 :])
    with pytest.raises(ImportFailed, match=r"“bought\.m4a” is protected against copying") as refused:
        probe(path)
    assert "unprotected copy" in refused.value.hint


def test_megabytes_of_tags_before_the_sound_do_no_harm(tmp_path: Path) -> None:
    sound = write(tmp_path / "s.mp3", "libmp3lame", tone(5), id3v2_version="0").read_bytes()
    picture = b"\0image/png\0\3\0" + os.urandom(1 << 20) * 12
    frame = b"APIC" + struct.pack(">IH", len(picture), 0) + picture
    size = bytes((len(frame) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    (tmp_path / "tagged.mp3").write_bytes(b"ID3\3\0\0" + size + frame + sound)
    facts = probe(tmp_path / "tagged.mp3")
    assert facts.duration_ms == pytest.approx(5000, abs=60)
    assert facts.warning is None


def test_a_title_of_a_megabyte_in_no_known_encoding_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "title.mka"
    with av.open(str(path), "w") as container:
        container.metadata["title"] = "P07 " * 250_000
        stream = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        assert isinstance(stream, AudioStream)
        frame = av.AudioFrame.from_ndarray(tone(1)[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    path.write_bytes(path.read_bytes().replace(b"P07 P07", b"\xff\xfe\x80\x81\xc0\xc1\xf5"))
    assert probe(path).duration_ms == pytest.approx(1000, abs=30)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:3,\n{path}\n#EXT-X-ENDLIST\n"),
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:3,\nfile://{path}\n#EXT-X-ENDLIST\n"),
        ("list.mp3", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:3,\nhttp://example.org/a.ts\n#EXT-X-ENDLIST\n"),
        ("list.wav", "ffconcat version 1.0\nfile {name}\n"),
        ("list.wav", "ffconcat version 1.0\nfile '{path}'\n"),
        ("list.m4a", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n"),
        (
            "list.mpd",
            '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
            'mediaPresentationDuration="PT3S"><Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" '
            'bandwidth="1"><BaseURL>{path}</BaseURL></Representation></AdaptationSet></Period></MPD>',
        ),
    ],
)
def test_a_list_of_other_files_or_addresses_opens_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    other = write(tmp_path / "other.ts", "aac", tone(3))
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(words.format(path=other, name=other.name), encoding="utf-8")
    # The same list, followed, would give the other file's sound: what is tried here is not refused for another reason.
    os.utime(other, (0, 0))
    with pytest.raises(ImportFailed, match="no sound or video recording"):
        probe(tmp_path / name)


def test_single_streams_are_read_with_no_protocol_at_all(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", "pcm_s16le", tone(1))
    with open_recording(io.BytesIO(path.read_bytes()), "a.wav") as container:
        assert container.options.get("protocol_whitelist") == "none"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
@pytest.mark.parametrize(
    ("name", "codec"), [("c.opus", "libopus"), ("c.mka", "aac"), ("c.aac", "aac"), ("c.wav", "pcm_s16le")]
)
def test_a_recording_cut_anywhere_is_usable_or_refused_in_words(
    tmp_path: Path, name: str, codec: str, share: float
) -> None:
    whole = write(tmp_path / name, codec, tone(10)).read_bytes()
    (tmp_path / name).write_bytes(whole[: int(len(whole) * share)])
    try:
        facts = probe(tmp_path / name)
    except ImportFailed as refused:
        assert refused.message.startswith(f"“{name}”") and refused.hint
    else:
        assert facts.duration_ms == pytest.approx(10_000 * share, abs=700)


def test_random_damage_never_ends_in_anything_but_a_recording_or_words(tmp_path: Path) -> None:
    chance = np.random.default_rng(11)
    for name, codec in (("f.m4a", "aac"), ("f.mp3", "libmp3lame"), ("f.mka", "libopus"), ("f.flac", "flac")):
        whole = write(tmp_path / name, codec, tone(2)).read_bytes()
        for _ in range(25):
            content = bytearray(whole)
            for at in chance.integers(0, len(content), 30):
                content[at] = chance.integers(0, 256)
            (tmp_path / name).write_bytes(content)
            try:
                assert 0 < probe(tmp_path / name).duration_ms <= 48 * 3600 * 1000
            except ImportFailed as refused:
                assert refused.hint
