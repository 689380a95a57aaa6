"""What a strip of a picture says, character by character, each with the confidence of its reading."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from extract.raster import Grey

# A character of the recogniser's output stands in so many pixels of its input, which is so high.
_STEP, _HEIGHT = 8, 48
# Strips read at once, and how wide they may be together: more would take more memory and no less time.
_BATCH, _MOST_WIDTH = 8, 2400
# rapidocr's settings: one thread, for a worker is one core's; pictures no wider than they are; no messages.
_SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_det": False,
    "Global.use_cls": False,
    "Global.return_word_box": True,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
    "Rec.rec_batch_num": _BATCH,
    "Rec.rec_img_shape": [3, _HEIGHT, _HEIGHT],
}


class RecognitionError(Exception):
    """The recogniser failed; the message says how."""


class Character(NamedTuple):
    """A character read: its middle as a share of the strip's width, and how sure the reading is, 0 to 1."""

    text: str
    middle: float
    confidence: float


def recognise(pictures: Sequence[Grey]) -> list[list[Character]]:
    """Read pictures of one line of text each; what cannot be read gives no characters.

    Raises:
        RecognitionError: the recogniser cannot be loaded or fails; most likely memory is short.
    """
    readings: list[list[Character]] = [[] for _ in pictures]
    for batch in _batches(pictures):
        coloured = [np.repeat(pictures[index][:, :, None], 3, axis=2) for index in batch]
        try:
            words = _engine().recognize_txt(coloured).word_results
        except Exception as error:
            raise RecognitionError(f"the recogniser failed, {type(error).__name__}") from error
        for index, word in zip(batch, words, strict=True):
            readings[index] = _characters(word, _proportion(pictures[index]))
    return readings


def _proportion(picture: Grey) -> float:
    height, width = picture.shape
    return float(width / max(height, 1))


def _batches(pictures: Sequence[Grey]) -> Iterator[list[int]]:
    """Pictures of like width together, as many as the recogniser's memory is meant for."""
    batch: list[int] = []
    for index in sorted(range(len(pictures)), key=lambda index: _proportion(pictures[index])):
        width = _HEIGHT * _proportion(pictures[index])
        if batch and (len(batch) == _BATCH or (len(batch) + 1) * width > _MOST_WIDTH):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


@cache
def _engine() -> Any:
    """The recogniser, loaded when the first picture turns up: most documents need none."""
    from rapidocr import RapidOCR

    return RapidOCR(params=_SETTINGS)


def _characters(info: Any, proportion: float) -> list[Character]:
    texts = [text for word in info.words for text in word]
    columns = [column for word in info.word_cols for column in word]
    if not texts:
        return []
    width = max(_HEIGHT * proportion, 1.0)
    # Spaces have a confidence among the others but are no words: told apart by their number alone.
    confidences = info.confs if len(info.confs) == len(texts) else [min(info.confs)] * len(texts)
    return [
        Character(text, min((column + 0.5) * _STEP / width, 1.0), float(confidence))
        for text, column, confidence in zip(texts, columns, confidences, strict=True)
    ]
