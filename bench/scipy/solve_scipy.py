#!/usr/bin/env python3
"""Label propagation with scipy, from plain arrays to labels and probabilities, timed.

    python solve_scipy.py FOLDER '{"method": "loop", "steps": 10000, "change": "none"}'
    python solve_scipy.py FOLDER '{"method": "superlu", "system": "system-hard", "ordering": null}'

Method "loop" builds the transition matrix and multiplies, in float32, the loop of
propagate_scipy.py; "change" is the norm taken after every step. Method "superlu" factorises the
system in FOLDER/system-hard (written by anchored-system.ts; the building of it is not timed) and
solves it: with an "ordering" by SuperLU's symmetric mode, without by scipy's factorized().

Prints a line of JSON with its versions, then runs once for every line of standard input and answers
with a line of JSON: seconds (the whole), kernelSeconds (steps, or factorisation and solution),
peakMB. A line is empty or names a file for the labels (int32, -1 for none). One thread.
"""

import json
import platform
import resource
import sys
import time
from pathlib import Path

# Limits numpy to one thread, too, and must come before numpy.
from propagate_scipy import propagated

import numpy as np
import scipy
from scipy.sparse import csc_matrix, csr_matrix
from scipy.sparse.linalg import factorized, splu


def read_case(folder):
    case = json.loads((folder / "case.json").read_text())
    positions = np.fromfile(folder / "positions.f64", dtype="<f8").reshape(-1, 3)
    links = np.fromfile(folder / "links.i32", dtype="<i4")
    labels = np.fromfile(folder / "labels.i32", dtype="<i4")
    return case["kind"], positions, links, labels, case["labelCount"]


def edges_of(kind, links):
    """Every pair of joined nodes once (#E by 2)."""
    if kind == "skeleton":
        children = np.flatnonzero(links >= 0)
        return np.column_stack((children, links[children]))
    faces = links.reshape(-1, 3)
    sides = np.sort(np.concatenate((faces[:, :2], faces[:, 1:], faces[:, ::2])), axis=1)
    # One number per pair: several times faster than np.unique over rows.
    keys = np.unique(sides[:, 0].astype(np.int64) << 32 | sides[:, 1])
    pairs = np.column_stack((keys >> 32, keys & 0xFFFFFFFF))
    return pairs[pairs[:, 0] != pairs[:, 1]]


def transition_matrix(kind, positions, links):
    """S = D^-1 A, A the float32 lengths of the edges."""
    first, second = edges_of(kind, links).T
    lengths = np.linalg.norm(positions[first] - positions[second], axis=1).astype(np.float32)
    rows, columns = np.concatenate((first, second)), np.concatenate((second, first))
    nodes = len(positions)
    adjacency = csr_matrix((np.tile(lengths, 2), (rows, columns)), shape=(nodes, nodes))
    sums = np.asarray(adjacency.sum(axis=1)).ravel()
    sums[sums == 0] = 1
    adjacency.data *= np.repeat(1 / sums, np.diff(adjacency.indptr)).astype(np.float32)
    return adjacency


def decoded(scores):
    """Label (-1 for none) and normalised scores of every row."""
    sums = scores.sum(axis=1, keepdims=True)
    reached = sums[:, 0] > 0
    probabilities = np.divide(scores, sums, where=sums > 0, out=np.full_like(scores, np.nan))
    return np.where(reached, scores.argmax(axis=1), -1), probabilities


def loop(folder, options):
    kind, positions, links, labels, label_count = read_case(folder)

    def run():
        began = time.perf_counter()
        transition = transition_matrix(kind, positions, links)
        seeds = np.flatnonzero(labels >= 0)
        scores = np.zeros((len(positions), label_count), dtype=np.float32)
        scores[seeds, labels[seeds]] = 1
        stepping = time.perf_counter()
        # A tolerance that no change falls below: all the steps are done.
        scores, _, _ = propagated(transition, scores, options["steps"], 1e-30, options["change"])
        kernel = time.perf_counter() - stepping
        decoded_labels, _ = decoded(scores)
        return time.perf_counter() - began, kernel, decoded_labels

    return run


def read_system(path):
    """K (n by n, symmetric, CSC) and the right-hand side (n by k)."""
    with path.open("rb") as file:
        nodes, nonzeros, labels = (int(size) for size in np.fromfile(file, "<i8", 3))
        starts = np.fromfile(file, "<i4", nodes + 1)
        indices = np.fromfile(file, "<i4", nonzeros)
        values = np.fromfile(file, "<f8", nonzeros)
        right = np.fromfile(file, "<f8", nodes * labels)
    matrix = csc_matrix((values, indices, starts), shape=(nodes, nodes))
    matrix.sort_indices()
    return matrix, right.reshape(labels, nodes).T


def superlu(folder, options):
    matrix, right = read_system(folder / options["system"] / "system.bin")
    ordering = options["ordering"]

    def solver():
        if ordering is None:
            return factorized(matrix)
        symmetric = {"SymmetricMode": True, "DiagPivotThresh": 0.0}
        return splu(matrix, permc_spec=ordering, options=symmetric).solve

    def run():
        began = time.perf_counter()
        solve = solver()
        scores = np.column_stack([solve(right[:, label]) for label in range(right.shape[1])])
        kernel = time.perf_counter() - began
        labels, _ = decoded(scores)
        return time.perf_counter() - began, kernel, labels

    return run


def peak_mb():
    # Bytes on macOS, elsewhere kilobytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main():
    folder, options = Path(sys.argv[1]), json.loads(sys.argv[2])
    run = {"loop": loop, "superlu": superlu}[options["method"]](folder, options)
    versions = {"numpy": np.__version__, "scipy": scipy.__version__}
    introduction = {"python": platform.python_version(), **versions, "baseMB": peak_mb()}
    print(json.dumps(introduction), flush=True)
    for line in sys.stdin:
        seconds, kernel, labels = run()
        if line.strip():
            labels.astype("<i4").tofile(line.strip())
        answer = {"seconds": seconds, "kernelSeconds": kernel, "peakMB": peak_mb()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
