"""The engine that recognises text in pictures: rapidocr on onnxruntime, its models out of the installed package.

The extra `ocr` installs it. Nothing is ever fetched: each model is named by its path, and one that is missing is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}
_LONGEST_SIDE = 4000
_REC_WIDTH = 96
"""Most crops are cells of tables: padded to the usual 320 pixels they would take three times as long."""

_WIDE = {"(": "（", ")": "）", ":": "：", ";": "；", ",": "，", "?": "？", "!": "！"}
_ONE_SCRIPT = {"ー": "一", "決": "决", "収": "收", "単": "单", "経": "经", "戸": "户", "団": "团"}
"""The engine knows Japanese too; a sign of it in a Chinese text is the Chinese one that looks like it."""


@dataclass(frozen=True, slots=True)
class ReadChar:
    """One recognised character: how sure the engine is (0..1), and its middle as a share of the crop's width."""

    text: str
    confidence: float
    middle: float
    after_blank: bool = False


Reading = tuple[ReadChar, ...]
"""What stands in one crop, from the left."""


def is_installed() -> bool:
    """Tell whether the extra `ocr` is there, models included."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2")) and all(
        path.is_file() for path in _model_paths().values()
    )


def find_text(picture: Picture) -> list[tuple[int, int, int, int]]:
    """Return the boxes of the lines of text in a picture of three channels: left, top, right, bottom in pixels."""
    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    boxes = [] if found.boxes is None else found.boxes
    return [
        (int(box[:, 0].min()), int(box[:, 1].min()), int(box[:, 0].max()) + 1, int(box[:, 1].max()) + 1)
        for box in boxes
    ]


def read_crops(crops: Sequence[Picture]) -> list[Reading]:
    """Recognise crops of one line each."""
    if not crops:
        return []
    engine = _engine()
    engine.update_params(return_word_box=True)
    found = engine.recognize_txt(list(crops))
    return [_reading(text, info) for text, info in zip(found.txts, found.word_results, strict=True)]


def confidence_of(crops: Sequence[Picture]) -> float:
    """Return how sure the engine is of all characters in some crops together, 0 where it reads none."""
    sure = [char.confidence for reading in read_crops(crops) for char in reading]
    return sum(sure) / len(sure) if sure else 0.0


def _reading(text: str, info: Any) -> Reading:
    """Join the engine's lists: characters with their columns, and confidences, which count the blanks too."""
    columns = [column for word in info.word_cols for column in word]
    length = max(float(info.line_txt_len), 1.0)
    chars: list[ReadChar] = []
    after_blank = False
    for char, confidence in zip(text, info.confs, strict=False):
        if char.isspace():
            after_blank = True
            continue
        if len(chars) >= len(columns):
            break
        middle = min(1.0, (columns[len(chars)] + 0.5) / length)
        shown = _ONE_SCRIPT.get(char, char)
        chars.append(ReadChar(shown, float(confidence), middle, after_blank=after_blank))
        after_blank = False
    return tuple(
        replace(char, text=_WIDE[char.text]) if char.text in _WIDE and _beside_han(chars, at) else char
        for at, char in enumerate(chars)
    )


def _beside_han(chars: Sequence[ReadChar], at: int) -> bool:
    """Tell whether a mark stands in Chinese text, where it is full width: a picture does not tell the widths apart."""
    beside = [chars[near].text for near in (at - 1, at + 1) if 0 <= near < len(chars)]
    return any("\u4e00" <= text <= "\u9fff" for text in beside)


def _model_paths() -> dict[str, Path]:
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec is not None and spec.origin else Path()
    return {part: folder / name for part, name in _MODELS.items()}


@cache
def _engine() -> Any:
    """Return the engine, loaded once per process: that takes a second."""
    from rapidocr import RapidOCR  # noqa: PLC0415  the extra may not be installed

    params: dict[str, object] = {f"{part}.model_path": str(path) for part, path in _model_paths().items()}
    params |= {
        "Global.log_level": "error",
        "Global.max_side_len": _LONGEST_SIDE,
        "Rec.rec_img_shape": [3, 48, _REC_WIDTH],
    }
    return RapidOCR(params=params)
