"""The statement's checks of the program and the machine: the network, what the program is made of."""

from __future__ import annotations

import os
import re
from importlib import metadata
from pathlib import Path

from interviewcoder.privacy.self_test import SelfTest, loaded_clients
from interviewcoder.privacy.statement import Finding, count, listed
from interviewcoder.privacy.statement_study import Checks, Study
from interviewcoder.privacy.storage_audit import BACKUPS, PROJECT, Place

SELF_TEST = "self-test of the network lock"
# From this one on the packages for Linux contain telemetry.
_ONNX_TELEMETRY_FROM = (1, 29)
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", re.MULTILINE)


def refusals(test: SelfTest) -> str:
    """What the self-test tried and what became of it, in a sentence."""
    tried = [attempt for attempt in test.attempts if attempt.refused is not None]
    refused = [attempt for attempt in tried if attempt.refused]
    roads = listed(list(dict.fromkeys(attempt.what for attempt in tried)), 12)
    by = listed(list(dict.fromkeys(attempt.by for attempt in tried)), 12)
    how = ", ".join(f"{sum(each.how == way for each in refused)} by the {way}" for way in _ways(test))
    words = f"{len(refused)} of {count(len(tried), 'attempt')} to reach a network were refused ({roads}; by {by})"
    return f"{words}: {how}." if how else f"{words}."


def _ways(test: SelfTest) -> list[str]:
    return list(dict.fromkeys(attempt.how for attempt in test.attempts if attempt.refused))


def _nothing_sent(study: Study) -> Finding:
    test = study.self_test
    told = f"{refusals(test)} {test.state.note}"
    if test.kernel_mode == 2:
        told += " The kernel itself confirms the filter (Seccomp: 2)."
    limits = "Holds for this program and what it starts; other programs of this computer are not held."
    if test.verdict == "closed":
        return Finding("proved", told, SELF_TEST, limits)
    through = listed([f"{each.what} ({each.by})" for each in test.attempts if each.refused is False])
    if test.verdict == "half" and not test.state.seccomp:
        limits = "On this system a firewall rule has to hold native code; docs/offline.md says how."
        return Finding("not verifiable", f"{told} Not refused: {through}.", SELF_TEST, limits)
    return Finding("failed", f"{told} Not refused: {through}.", SELF_TEST, limits)


def _nobody_else(study: Study) -> Finding:
    """Dependencies as pinned, no HTTP client loaded, no telemetry."""
    loaded = loaded_clients()
    pins = _pins()
    other = []
    for name, versions in pins.items():
        installed = _version_of(name)
        if installed is not None and installed not in versions:
            other.append(f"{name} {installed}")
    onnx = _version_of("onnxruntime") or ""
    telemetry = _numbers(onnx) >= _ONNX_TELEMETRY_FROM or os.environ.get("ORT_DISABLE_TELEMETRY") != "1"
    told = (
        f"The program has no account, no server, no telemetry and no updater of its own. "
        f"{_of_packages(pins)} Modules that speak to web servers loaded in this process: {listed(loaded) or 'none'}."
    )
    told += f" onnxruntime {onnx} is a version without telemetry, and it is switched off." if not telemetry else ""
    name = "comparison of the installed packages with the lock file, and of the modules in memory"
    limits = "Says nothing of the operating system, which may report and update by its own rules."
    if loaded or other or telemetry:
        why = [f"loaded: {listed(loaded)}"] * bool(loaded) + [f"not as pinned: {listed(other)}"] * bool(other)
        why += [f"onnxruntime {onnx} may contain telemetry"] * telemetry
        return Finding("failed", f"{told} Found: {'; '.join(why)}.", name, limits)
    if not pins:
        return Finding("proved", told, "the modules in memory", f"The lock file isn’t part of a bundle. {limits}")
    return Finding("proved", told, name, limits)


def _of_packages(pins: dict[str, set[str]]) -> str:
    if not pins:
        return ""
    here = sum(_version_of(name) is not None for name in pins)
    return f"All {here} installed packages of requirements.lock have the pinned version." if here else ""


def _pins() -> dict[str, set[str]]:
    """The versions that the lock file allows, by package; empty where there is no such file."""
    file = Path(__file__).resolve().parents[2] / "requirements.lock"
    found: dict[str, set[str]] = {}
    if file.is_file():
        for name, version in _PINNED.findall(file.read_text(encoding="utf-8")):
            found.setdefault(name, set()).add(version)
    return found


def _version_of(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])


def _place(study: Study) -> Finding:
    places = [place for place in study.places if place.what in (PROJECT, BACKUPS)]
    own = places[0]
    told = f"The project lies in {own.path.parent}, on {_volume_words(own)}; its backups in the folder beside it."
    name = "look at the folder, its volume and the folders of cloud services"
    limits = "Knows the usual cloud clients and their folders; a copy that a person or another program makes by itself "
    limits += "isn’t seen."
    for place in places:
        if place.synced is not None:
            who = f"{place.synced.client} ({place.synced.evidence})"
            return Finding(
                "failed",
                f"{told} The {place.what} lies in a folder that is kept in step by {who}. Move "
                "it to a folder that isn’t.",
                name,
                limits,
            )
        if place.danger in ("network", "host"):
            words = f"{told} The {place.what} lies on another computer’s drive: {place.volume.evidence}"
            return Finding("failed", f"{words.rstrip('.')}. Move it to this computer’s own disk.", name, limits)
    if own.volume.kind in ("removable", "memory", "unknown"):
        what = {"removable": "can be carried away", "memory": "is gone when the computer is switched off"}
        kind = what.get(own.volume.kind, "the system doesn’t describe further")
        return Finding("not verifiable", f"{told} The volume {kind}: {own.volume.evidence}", name, limits)
    return Finding(
        "proved", f"{told} It is built into the computer, and no cloud service keeps the folder in step.", name, limits
    )


def _volume_words(place: Place) -> str:
    return f"the volume {place.volume.mount_point} ({place.volume.file_system}, {place.volume.device})"


def _disk(study: Study) -> Finding:
    own = study.places[0]
    told = f"The operating system was asked about the volume {own.volume.mount_point}. {own.encryption.evidence}"
    name = "question to the operating system"
    if own.encryption.answer == "yes":
        return Finding("proved", told, name, "Says nothing of other disks and sticks.")
    encrypted = study.project is not None and study.project.encrypted
    if own.encryption.answer == "no" and not encrypted:
        return Finding("failed", f"{told} The project isn’t encrypted either.", name)
    told += " The project file has its own encryption, see question 7." if encrypted else ""
    limits = "Encryption by the disk itself, or of the disk below a virtual machine, the system doesn’t see."
    return Finding("not verifiable", told, name, limits)


MACHINE: Checks = {2: _nothing_sent, 3: _nobody_else, 5: _place, 8: _disk}
"""By the question's number."""
