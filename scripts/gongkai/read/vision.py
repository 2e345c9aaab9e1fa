"""The libraries of the extra `ocr`, and the only door to them: imported where a scan is read, nowhere else.

What recognises text is the model inside the package `rapidocr`, run by ONNX Runtime itself: so nothing can be
downloaded, and every letter comes with its own probability.
"""

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

np: Any = import_module("numpy")
cv2: Any = import_module("cv2")
onnxruntime: Any = import_module("onnxruntime")

# Within a call, more threads add numbers up in another order; each page has one of its own instead.
_THREADS = 1
_MOST_PAGES_AT_A_TIME = 4


def _model() -> Path:
    spec = find_spec("rapidocr")
    folders = spec.submodule_search_locations if spec else None
    models = sorted((Path(folders[0]) / "models").glob("*_rec_*.onnx")) if folders else []
    if not models:
        raise ImportError("rapidocr, or the model inside it, is missing")
    # One model lies in the package; where somebody put others beside it, the last by name is the newest.
    return models[-1]


_MODEL = _model()
cv2.setNumThreads(_THREADS)

Pixels = Any  # numpy.ndarray of uint8: a grey picture (0 is black), or a mask (255 where something is)


def threads() -> int:
    """How many pages to read at a time: as many as this process may use processors, so far as memory allows."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(_MOST_PAGES_AT_A_TIME, allowed or 1)


def recogniser() -> tuple[Any, list[str]]:
    """The session of the recognising model, and what each place of its output stands for ("" is no letter)."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = _THREADS
    # Every line has a width of its own: what is kept for the next one of the same width only adds up.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(_MODEL), options, providers=["CPUExecutionProvider"])
    letters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ["", *letters, " "]
