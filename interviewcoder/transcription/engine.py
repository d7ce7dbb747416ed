"""The native libraries behind transcription, imported in the one way that keeps them quiet and offline.

faster-whisper imports a hub client (`huggingface_hub`) and a progress bar
(`tqdm`) at its top, for downloading models. Models here are files on this
machine, so neither is ever installed: two small modules stand in for them
before faster-whisper is imported. Whoever reached the hub client through
them would meet an AttributeError, not a connection.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any


class _NoBar:
    """A progress bar that shows nothing; faster-whisper draws one even where it is switched off."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def update(self, _: float = 1) -> None:
        pass

    def close(self) -> None:
        pass


def _stand_in(name: str, **names: Any) -> None:
    module = ModuleType(name)
    module.__spec__ = ModuleSpec(name, loader=None)
    for key, value in names.items():
        setattr(module, key, value)
    sys.modules.setdefault(name, module)


def prepare() -> None:
    """Set the switches and stand-ins; has to happen before onnxruntime or faster-whisper is imported."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_OFFLINE"] = "1"
    _stand_in("huggingface_hub")
    _stand_in("tqdm", tqdm=_NoBar)
    _stand_in("tqdm.auto", tqdm=_NoBar)


# Any: faster-whisper, CTranslate2 and onnxruntime come without types.
def load_whisper(folder: Path, workers: int, threads: int = 1) -> Any:
    """Load a Whisper model for `workers` blocks at a time, `threads` processor threads each.

    Where there is a graphics card that CUDA reaches, the card does the work.
    """
    prepare()
    import ctranslate2  # type: ignore[import-untyped]
    from faster_whisper import WhisperModel  # type: ignore[import-untyped]

    choices = {"num_workers": workers, "local_files_only": True}
    if ctranslate2.get_cuda_device_count():
        try:
            return WhisperModel(str(folder), device="cuda", compute_type="int8_float16", **choices)
        except (RuntimeError, ValueError):
            pass  # A card without enough memory, or without CUDA's libraries: the processor can do it.
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, **choices)


def load_onnx(path: Path, threads: int) -> Any:
    """Open an ONNX model on the processor, without the arena that keeps the memory of the largest batch."""
    prepare()
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def voice_model_path() -> Path:
    """Return the Silero voice activity model that faster-whisper brings along."""
    prepare()
    from faster_whisper.utils import get_assets_path  # type: ignore[import-untyped]

    return Path(get_assets_path()) / "silero_vad_v6.onnx"
