"""Writes fixtures.json: points, settings and the labels that scikit-learn's HDBSCAN gives them.

Points that are as near to one cluster as to another go to either, as equal lengths happen to be sorted: NumPy's default
sort is not stable. Where that makes a difference, there are also the labels with a stable one ("stable").

    pip install "scikit-learn>=1.3,<1.8" && python fixtures.py
"""
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import HDBSCAN
from sklearn.cluster._hdbscan import hdbscan as hdbscan_module
from sklearn.datasets import make_blobs, make_circles, make_moons

rng = np.random.default_rng(20)


def blobs(n, centers, spread, dimensions=2, seed=0):
    return make_blobs(n, n_features=dimensions, centers=centers, cluster_std=spread, random_state=seed)[0]


def noise(n, dimensions=2, size=20.0):
    return rng.uniform(-size / 2, size / 2, (n, dimensions))


def grid(columns, rows, x=0, y=0):
    return np.array([(x + i, y + j) for i in range(columns) for j in range(rows)], dtype=float)


# name, points, minClusterSize, minSamples
sets = [
    ("three blobs", blobs(180, 3, 0.6, seed=1), 15, 5),
    ("three blobs, every point its own core", blobs(180, 3, 0.6, seed=1), 10, 1),
    ("blobs that touch", blobs(240, 4, 1.6, seed=2), 12, 5),
    ("blobs of four densities", np.vstack([blobs(60, [[8.0 * i, 0]], 0.2 * 2**i, seed=i) for i in range(4)]), 15, 5),
    ("blobs of very different sizes", np.vstack([blobs(n, [[10.0 * i, 3]], 1, seed=i) for i, n in enumerate((20, 60, 160))]), 15, 5),
    ("two moons", make_moons(200, noise=0.06, random_state=3)[0], 10, 5),
    ("two rings", make_circles(220, factor=0.45, noise=0.04, random_state=4)[0], 15, 3),
    ("blobs in noise", np.vstack([blobs(150, 3, 0.5, seed=5), noise(100)]), 15, 5),
    ("one blob", blobs(120, 1, 1, seed=6), 15, 5),
    ("even noise", noise(200), 8, 4),
    ("a line", np.concatenate([rng.normal(m, s, 60) for m, s in ((0, 1), (9, 0.5), (14, 2))])[:, None], 15, 5),
    ("a line of few values", rng.integers(0, 40, 150)[:, None].astype(float), 8, 4),
    ("16 dimensions", blobs(160, 5, 1.2, 16, seed=7), 12, 5),
    ("16 dimensions, many neighbours", blobs(160, 4, 4, 16, seed=8), 10, 12),
    ("points that come several times", np.repeat(blobs(50, 3, 1, seed=9), 4, axis=0), 10, 5),
    ("few points that come very often", np.repeat(noise(6), 25, axis=0), 15, 5),
    ("tiny", blobs(8, [[0, 0], [9, 9]], 0.5, seed=10), 3, 2),
    ("as many as a cluster has", blobs(15, 1, 1, seed=11), 15, 5),
    ("two grids and a bridge", np.vstack([grid(8, 8), grid(8, 8, 20, 3), grid(11, 1, 8.5, 4)]), 10, 4),
    ("blobs within blobs", np.vstack([blobs(40, [[20 * i + 3 * j, 0]], 0.4, seed=10 * i + j) for i in range(2) for j in range(3)]), 12, 5),
    ("3 dimensions", blobs(150, 4, 0.8, 3, seed=12), 10, 5),
    ("long and thin", blobs(180, 3, 0.7, seed=13) @ np.array([[0.6, -0.6], [-0.4, 0.85]]), 15, 5),
    ("a spiral", np.array([(t * np.cos(t), t * np.sin(t)) for t in np.linspace(1, 15, 160)]) + rng.normal(0, 0.1, (160, 2)), 10, 3),
    ("heavy tails", rng.standard_t(1.5, (180, 2)) + np.repeat([[0, 0], [12, 0], [0, 12]], 60, axis=0), 15, 5),
    ("clusters of two", blobs(60, 8, 0.5, seed=14), 2, 1),
    ("more neighbours than a cluster has", blobs(160, 3, 1, seed=15), 6, 30),
]


class StableSort:
    """NumPy, but for the sort that is not stable."""

    def __getattr__(self, name):
        return (lambda a: np.argsort(a, kind="stable")) if name == "argsort" else getattr(np, name)


def labels(points, size, samples, numpy=np):
    hdbscan_module.np = numpy
    return HDBSCAN(min_cluster_size=size, min_samples=samples, copy=True).fit(points).labels_.tolist()


def fixture(name, points, size, samples):
    points = np.round(points, 3) + 0.0
    found, stable = labels(points, size, samples), labels(points, size, samples, StableSort())
    return {
        "name": name,
        "minClusterSize": size,
        "minSamples": samples,
        "points": points.tolist(),
        "labels": found,
        **({} if found == stable else {"stable": stable}),
    }


source = f"sklearn.cluster.HDBSCAN of scikit-learn {sklearn.__version__} (BSD-3-Clause), made by fixtures.py"
lines = ",\n".join(json.dumps(fixture(*one), separators=(",", ":")) for one in sets)
text = f'{{"source":{json.dumps(source)},"fixtures":[\n{lines}\n]}}\n'
Path(__file__).with_name("fixtures.json").write_text(text)
