"""Which voice prints are one person's: spectral clustering.

Ng, Jordan & Weiss 2001, "On Spectral Clustering", on the cosine similarities
of the prints, each row kept to its nearest neighbours as 3D-Speaker does. The
unit is one window of speech.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

MOST_SPEAKERS = 8
_NEIGHBOUR_SHARE = 0.02
_FEWEST_NEIGHBOURS = 6
# The eigenvectors of a larger matrix take minutes; the rest is assigned to the voices found in an even sample.
_SAMPLE_ROWS = 1500


def voices(vectors: Floats, speakers: int | None) -> Floats:
    """Return one unit vector per speaker, averaged over that speaker's prints.

    `vectors` are unit vectors, one a row. `speakers` None estimates the
    number from the largest gap between eigenvalues (von Luxburg 2007,
    section 8.3), from 2 to 8: some people are counted twice.
    """
    if speakers == 1 or len(vectors) < 4:
        return _centres(vectors, np.zeros(len(vectors), dtype=np.intp))
    rows = vectors[np.linspace(0, len(vectors) - 1, min(len(vectors), _SAMPLE_ROWS)).astype(int)]
    values, eigenvectors = np.linalg.eigh(_laplacian(rows))
    # Whether two are one is for their prints to say, not for a gap that a few prints make anywhere.
    count = speakers or max(2, int(np.argmax(np.diff(values[: MOST_SPEAKERS + 1])) + 1))
    count = min(count, len(rows))
    centres = _centres(rows, _k_means(eigenvectors[:, :count], count))
    for _ in range(2):
        centres = _centres(vectors, (vectors @ centres.T).argmax(axis=1), centres)
    return centres


def _laplacian(rows: Floats) -> Doubles:
    alike = (rows @ rows.T).astype(np.float64)
    keep = min(len(rows), max(_FEWEST_NEIGHBOURS, int(len(rows) * _NEIGHBOUR_SHARE)))
    threshold = np.partition(alike, -keep, axis=1)[:, -keep]
    alike[alike < threshold[:, None]] = 0
    alike = np.clip((alike + alike.T) / 2, 0, None)
    np.fill_diagonal(alike, 0)
    return np.diag(alike.sum(axis=1)) - alike


def _k_means(points: Doubles, count: int) -> NDArray[np.intp]:
    """Return the cluster of each point: the best of eight seeded starts (k-means++, Arthur & Vassilvitskii 2007)."""
    random = np.random.default_rng(0)
    best_cost, best = np.inf, np.zeros(len(points), dtype=np.intp)
    for _ in range(8):
        centres = _spread_starts(points, count, random)
        for _ in range(50):
            distances = ((points[:, None] - centres[None]) ** 2).sum(axis=2)
            labels = distances.argmin(axis=1)
            moved = np.array(
                [points[labels == k].mean(axis=0) if np.any(labels == k) else centres[k] for k in range(count)]
            )
            if np.allclose(moved, centres):
                break
            centres = moved
        cost = float(distances.min(axis=1).sum())
        if cost < best_cost:
            best_cost, best = cost, labels
    return best


def _spread_starts(points: Doubles, count: int, random: np.random.Generator) -> Doubles:
    chosen = [points[random.integers(len(points))]]
    while len(chosen) < count:
        distances = np.min([((points - centre) ** 2).sum(axis=1) for centre in chosen], axis=0)
        total = distances.sum()
        chosen.append(points[random.choice(len(points), p=distances / total if total > 0 else None)])
    return np.array(chosen)


def _centres(vectors: Floats, labels: NDArray[np.intp], former: Floats | None = None) -> Floats:
    """Return the unit mean of each cluster; an emptied one stays where it was."""
    count = len(former) if former is not None else int(labels.max(initial=0)) + 1
    means = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    for label in range(count):
        own = vectors[labels == label]
        means[label] = own.mean(axis=0) if len(own) else (former[label] if former is not None else 0)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray(means / np.maximum(lengths, 1e-9), dtype=np.float32)
