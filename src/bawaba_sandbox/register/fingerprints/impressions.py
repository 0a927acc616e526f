"""How a finger comes to lie on a glass: turned, shifted, stretched, pressed unevenly, with noise; never twice the same."""

import io
import secrets

import numpy as np
from PIL import Image

from bawaba_sandbox.register.fingerprints.ridges import HEIGHT, WIDTH, Field, random_of

DPI = 500
TURN = np.radians(6)  # one sigma
SHIFT = 9.0  # pixels, one sigma
STRETCH = 1.6  # pixels, one sigma
PRESSURE = 0.15
NOISE = 0.35
BY_AN_OFFICER, AT_A_KIOSK, IN_A_HURRY = 0.25, 1.0, 3.2
CELL = 40  # pixels of one patch of skin: pressure and stretch change slowly


def impression(finger: Field, chance: np.random.Generator, wild: float = AT_A_KIOSK) -> Field:
    """A grey picture, 0 (ridge) to 255; ``wild`` says how far it is from straight, flat and clean."""
    laid = _laid(finger, chance, wild)
    pressed = np.tanh(1.8 * (laid + wild * PRESSURE * _patches(chance)))
    seen = pressed + wild * NOISE * chance.standard_normal(laid.shape)
    touched = _touched(chance, wild)
    grey = 132 - 88 * np.clip(seen, -1.3, 1.3) * touched + 105 * (1 - touched)
    return np.clip(grey, 0, 255).astype(np.uint8)


def png(picture: Field) -> bytes:
    """As a reader delivers it."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()


def fresh() -> np.random.Generator:
    """Chance that nobody knows beforehand."""
    return random_of(secrets.token_hex(16))


def _laid(finger: Field, chance: np.random.Generator, wild: float) -> Field:
    """The finger turned, shifted and stretched; white where the glass shows nothing of it."""
    turn = wild * chance.normal(0, TURN)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    across, down = x - WIDTH / 2, y - HEIGHT / 2
    moved = wild * chance.normal(0, SHIFT, 2)
    from_x = WIDTH / 2 + across * np.cos(turn) - down * np.sin(turn) + moved[0] + wild * STRETCH * _patches(chance)
    from_y = HEIGHT / 2 + across * np.sin(turn) + down * np.cos(turn) + moved[1] + wild * STRETCH * _patches(chance)
    return _sampled(finger, from_x, from_y)


def _sampled(finger: Field, x: Field, y: Field) -> Field:
    """Between the pixels."""
    inside = (x >= 0) & (x < WIDTH - 1) & (y >= 0) & (y < HEIGHT - 1)
    x, y = np.clip(x, 0, WIDTH - 1.001), np.clip(y, 0, HEIGHT - 1.001)
    left, top = x.astype(int), y.astype(int)
    right, below = x - left, y - top
    upper = finger[top, left] * (1 - right) + finger[top, left + 1] * right
    lower = finger[top + 1, left] * (1 - right) + finger[top + 1, left + 1] * right
    laid: Field = np.where(inside, upper * (1 - below) + lower * below, -1.0)
    return laid


def _patches(chance: np.random.Generator) -> Field:
    """A smooth random surface of about unit height."""
    coarse = chance.standard_normal((HEIGHT // CELL, WIDTH // CELL)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))


def _touched(chance: np.random.Generator, wild: float) -> Field:
    """1 where the skin touches the glass, 0 beside it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    middle = (HEIGHT / 2 + wild * chance.normal(0, 14), WIDTH / 2 + wild * chance.normal(0, 10))
    size = (HEIGHT * chance.uniform(0.46, 0.54), WIDTH * chance.uniform(0.46, 0.54))
    away = np.hypot((y - middle[0]) / size[0], (x - middle[1]) / size[1])
    return 1 / (1 + np.exp((away - 1) * 40))
