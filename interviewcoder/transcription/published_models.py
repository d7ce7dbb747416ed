"""The Whisper models that are published in CTranslate2's form, and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """What is known of a published model.

    `sha256` is that of model.bin. `relative_time` is the work for one
    recording, base being 1; `measured` says whether that is our measurement
    or follows from the number of its parameters. `accuracy` is a sentence.
    """

    size_bytes: int
    sha256: str
    relative_time: float
    measured: bool
    accuracy: str


# Sizes and hashes of model.bin as the publisher's pages of these conversions give them; base and tiny.en were also
# checked against the files themselves.
# Work: base and tiny.en on two cores, int8. The others by the parameters that every second of sound passes through
# (Radford et al. 2023, table 1: 39, 74, 244, 769, 1550 million); the turbo keeps the large model's encoder and has
# 4 of its 32 decoder layers.
# Accuracy: our word error rates for base (read speech 1.4 %, phone call 5.1 %, meeting 23.5 %); the others by their
# published errors on the same test sets beside base's (Radford et al. 2023, appendix D), in words because another
# study's recordings are not those.
PUBLISHED: dict[str, PublishedModel] = {
    "tiny": PublishedModel(
        75_538_270,
        "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1",
        0.6,
        False,
        "About a third more errors than base; for a quick look at what is in a recording.",
    ),
    "tiny.en": PublishedModel(
        75_537_502,
        "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
        0.6,
        True,
        "Some more errors than base; for a quick look at an English recording.",
    ),
    "base": PublishedModel(
        145_217_532,
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        1.0,
        True,
        "Measured in English: 1 to 5 words in 100 are wrong in clear speech, one in four in a lively meeting.",
    ),
    "small": PublishedModel(
        483_546_902,
        "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671",
        3.3,
        False,
        "About a third fewer errors than base; more beyond English.",
    ),
    "medium": PublishedModel(
        1_527_906_378,
        "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae",
        10.0,
        False,
        "About half the errors of base; fewer still beyond English.",
    ),
    "large-v3": PublishedModel(
        3_087_284_237,
        "69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1",
        20.0,
        False,
        "The fewest errors, above all beyond English; slow without a fast processor.",
    ),
    "large-v3-turbo": PublishedModel(
        1_617_884_929,
        "e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da",
        9.0,
        False,
        "Nearly the accuracy of large-v3 in about half its time.",
    ),
}

UNKNOWN_ACCURACY = "Not one of the published models: how well it hears, you know or will see."


def by_sha256(sha256: str) -> str | None:
    """Return the name of the published model with these weights."""
    return next((name for name, model in PUBLISHED.items() if model.sha256 == sha256), None)


def by_size(size_bytes: int) -> str | None:
    """Return the name of the published model whose weights have this size."""
    return next((name for name, model in PUBLISHED.items() if model.size_bytes == size_bytes), None)


def relative_time(name: str, size_bytes: int | None = None) -> float:
    """Return the work of a model beside base's; one that isn't published counts by its size, else as base."""
    for known in (name, name.removesuffix(".en")):
        if known in PUBLISHED:
            return PUBLISHED[known].relative_time
    return size_bytes / PUBLISHED["base"].size_bytes if size_bytes else 1.0
