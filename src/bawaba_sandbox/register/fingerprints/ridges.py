"""Fingers that nobody has: an orientation field (Sherlock and Monro), and ridges grown in it by oriented Gabor filters.

The same key is the same finger for ever.
"""

import hashlib

import numpy as np

WIDTH, HEIGHT = 288, 352  # pixels at 500 dpi: 15 by 18 mm
PERIOD = (8.0, 9.6)  # pixels from ridge to ridge
ORIENTATIONS = 16
ROUNDS = 8
SPREAD = 4.6  # sigma of a filter's window, in pixels
NOTHING = 1e-20  # of a filter: far below what a pixel's number can show
Field = np.ndarray
# core and delta positions as shares of width and height; classes in about the shares in which people have them
CLASSES = (
    ("right loop", 0.34, ((0.50, 0.42),), ((0.12, 0.86),)),
    ("left loop", 0.34, ((0.50, 0.42),), ((0.88, 0.86),)),
    ("whorl", 0.28, ((0.50, 0.34), (0.50, 0.56)), ((0.08, 0.84), (0.92, 0.86))),
    ("tented arch", 0.04, ((0.50, 0.46),), ((0.50, 0.80),)),
)


def random_of(*words: object) -> np.random.Generator:
    """Chance that these words alone decide."""
    return np.random.default_rng(
        list(hashlib.sha256(":".join(map(str, words)).encode(errors="surrogatepass")).digest())
    )


def finger(key: str) -> Field:
    """The whole finger: ridges from -1 (valley) to 1 (ridge)."""
    chance = random_of("finger", key)
    angle = _orientation(chance)
    chosen = np.rint(angle / np.pi * ORIENTATIONS).astype(int) % ORIENTATIONS
    places = [np.flatnonzero(chosen == number) for number in range(ORIENTATIONS)]
    filters = _filters(chance.uniform(*PERIOD))
    grown = chance.standard_normal((HEIGHT, WIDTH), dtype=np.float32)
    for _ in range(ROUNDS):
        grown = np.clip(_filtered(grown, places, filters), -1, 1)
    return grown


def _orientation(chance: np.random.Generator) -> Field:
    """The ridge's direction at each pixel, 0 to pi."""
    shares = np.array([share for _, share, _, _ in CLASSES])
    _, _, cores, deltas = CLASSES[chance.choice(len(CLASSES), p=shares / shares.sum())]
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    angle = np.zeros((HEIGHT, WIDTH))
    for points, sign in ((cores, 1), (deltas, -1)):
        for across, down in points:
            moved = chance.normal(0, 0.035, 2)
            turned = np.arctan2(-(y - (down + moved[1]) * HEIGHT), x - (across + moved[0]) * WIDTH)
            angle += sign * turned / 2
    return (angle + _waves(chance, 0.16)) % np.pi


def _waves(chance: np.random.Generator, height: float) -> Field:
    """A smooth random surface: no two fingers bend alike."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] / HEIGHT
    surface = np.zeros((HEIGHT, WIDTH))
    for _ in range(6):
        across, down = chance.uniform(-9, 9, 2)
        surface += chance.normal(0, height / 2) * np.sin(across * x + down * y + chance.uniform(0, 2 * np.pi))
    return surface


def _filters(period: float) -> Field:
    """Spectra of the Gabor filters, one an orientation."""
    down, across = np.fft.fftfreq(HEIGHT)[:, None], np.fft.rfftfreq(WIDTH)[None, :]
    turns = np.arange(ORIENTATIONS) * np.pi / ORIENTATIONS
    waves = np.stack([np.sin(turns), np.cos(turns)], axis=1) / period  # across the ridge; y points down
    width = (2 * np.pi * SPREAD) ** 2 / 2
    one = [
        np.exp(-width * ((across - u) ** 2 + (down - v) ** 2)) + np.exp(-width * ((across + u) ** 2 + (down + v) ** 2))
        for u, v in waves
    ]
    spectra = (np.stack(one) * 6.0).astype(np.float32)
    spectra[spectra < NOTHING] = 0  # the smallest numbers are counted three times as slowly as others, and add nothing
    return spectra


def _filtered(image: Field, places: list[Field], filters: Field) -> Field:
    """At each pixel the answer of the filter that lies along the ridge there; ``places``: where each of them does."""
    spectrum = np.fft.rfft2(image)
    out = np.empty(image.size, image.dtype)
    for here, one in zip(places, filters, strict=True):
        if here.size:
            out[here] = np.fft.irfft2(spectrum * one, s=image.shape).ravel()[here]
    return out.reshape(image.shape)
