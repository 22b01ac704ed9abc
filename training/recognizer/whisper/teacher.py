"""Decoder states of the recognizer before its training, the target of distillation: of the untouched one on
30 s of context, or of the start on short context.

After futo-org/whisper-acft, which ties a model on short context to a frozen copy on full context.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import torch
from rich.progress import track
from safetensors.torch import load_file, save_file
from torch import Tensor

from models import files
from models.asr.whisper.features import FULL_FRAMES, log_mel, own_frames
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.command_line import err
from models.device import Precision, autocast
from training.recognizer.clips import Clip
from training.recognizer.whisper.network import RecognizerNetwork

FILE = "teacher.safetensors"


def states(
    network: RecognizerNetwork, clips: Sequence[tuple[int, Clip]], vocabulary: WhisperVocabulary,
    prompt: Sequence[int], kept: Path, precision: Precision = "auto", padding_frames: int = FULL_FRAMES,
) -> dict[int, Tensor]:  # fmt: skip
    """By clip, (text tokens, width) in float16: the states that predict each token after the first, and the
    end. The first token is left out, since the base begins a text with a capital.

    Arguments:
        network: before any training.
        prompt: tokens before a text whose language is not named.
        clips: each with its number.
        kept: file of the states, so that a resumed run does not compute them again.
        padding_frames: silence after each clip, at most up to 30 s.
    """
    known = load_file(kept) if kept.is_file() else {}
    found: dict[int, Tensor] = {}
    device = next(network.parameters()).device
    network.eval()
    for number, clip in track(clips, "states of the base", transient=True, console=err):
        key = _key(clip)
        if key not in known:
            known[key] = _state(network, clip, vocabulary, prompt, device, precision, padding_frames)
        found[number] = known[key]
    # several processes may write at once
    with files.replacing(kept, shared=True) as draft:
        save_file(known, draft)
    return found


def _state(
    network: RecognizerNetwork, clip: Clip, vocabulary: WhisperVocabulary, prompt: Sequence[int],
    device: torch.device, precision: Precision, padding_frames: int,
) -> Tensor:  # fmt: skip
    frames = min(FULL_FRAMES, own_frames(clip.samples) + padding_frames)
    features = torch.from_numpy(
        log_mel(clip.samples, frames + frames % 2, bands=network.model.config.num_mel_bins)
    )
    prompt = vocabulary.prompt(clip.language) if clip.language else prompt
    written = torch.tensor([[*prompt, *vocabulary.tokens(clip.text, clip.language)]], device=device)
    labelled = torch.zeros_like(written, dtype=torch.bool)
    labelled[:, len(prompt) :] = True
    with torch.inference_mode(), autocast(device, precision):
        outputs = network(features[None].to(device), written, labelled)
    hidden: Tensor = outputs.hidden.half().cpu().clone()
    return hidden


def _key(clip: Clip) -> str:
    return hashlib.sha256(clip.samples.tobytes() + clip.text.encode()).hexdigest()[:32]
