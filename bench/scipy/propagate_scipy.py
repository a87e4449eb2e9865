#!/usr/bin/env python3
"""Label propagation as one writes it with scipy: the loop of the published tutorial.

    python propagate_scipy.py FOLDER [--steps 10000] [--change max|frobenius|none] [--repeats 3]

Reads a problem from FOLDER and prints one JSON object: seconds of every run, steps done and the
last change. One thread. --scores FILE writes the scores of the last run; --check compares them with
expected.f32. With --serve it prints a line of JSON with its versions, then runs once for every line
of standard input and answers with a line of JSON: seconds, steps done, last change.

FOLDER holds, little-endian: problem.json {"nodes", "labels", "nonzeros"}; the transition matrix S in
CSR form, indptr.i32 (nodes + 1), indices.i32 and data.f32 (nonzeros each); seed_scores.f32 (nodes by
labels, row-major); and, for --check, expected.f32 of the same shape, after "expectedIterations"
steps.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import json
import platform
import sys
import time
from pathlib import Path

try:
    import numpy as np
    import scipy
    from scipy.sparse import csr_matrix
except ImportError as missing:
    sys.exit(f"{missing}; python3 -m venv venv && venv/bin/pip install numpy scipy")


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, default=10_000, help="steps at most")
    parser.add_argument("--tolerance", type=float, default=1e-6, help="stop below this change")
    parser.add_argument("--change", choices=["max", "frobenius", "none"], default="frobenius")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--scores", type=Path, help="write the scores here, as float32")
    parser.add_argument("--serve", action="store_true", help="run for every line of standard input")
    parser.add_argument("--check", action="store_true", help="compare with expected.f32")
    return parser.parse_args()


def problem(folder):
    """S (n by n, CSR), Y (n by k) and the contents of problem.json."""
    shape = json.loads((folder / "problem.json").read_text())
    nodes, labels = shape["nodes"], shape["labels"]
    indptr = np.fromfile(folder / "indptr.i32", dtype="<i4")
    indices = np.fromfile(folder / "indices.i32", dtype="<i4")
    data = np.fromfile(folder / "data.f32", dtype="<f4")
    seed_scores = np.fromfile(folder / "seed_scores.f32", dtype="<f4")
    if len(indptr) != nodes + 1 or not len(data) == len(indices) == shape["nonzeros"]:
        sys.exit(f"{folder}: the matrix does not have the shape that problem.json says")
    transition = csr_matrix((data, indices, indptr), shape=(nodes, nodes))
    return transition, seed_scores.reshape(nodes, labels), shape


def propagated(transition, seed_scores, steps, tolerance, change):
    """F, the steps done, and the last change (None where it is not measured)."""
    scores = seed_scores
    greatest = seed_scores.max()
    last_change = None
    for step in range(1, steps + 1):
        following = transition @ scores
        if change == "frobenius":
            last_change = np.linalg.norm(following - scores)
        elif change == "max":
            last_change = np.abs(following - scores).max() / greatest
        scores = following
        if last_change is not None and last_change < tolerance:
            break
    return scores, step, None if last_change is None else float(last_change)


def agreement(scores, folder, shape, steps):
    """How the scores differ from expected.f32."""
    if steps != shape["expectedIterations"]:
        sys.exit(f"--check needs --steps {shape['expectedIterations']}, the steps of expected.f32")
    expected = np.fromfile(folder / "expected.f32", dtype="<f4").reshape(scores.shape)
    # Scores are never negative, so the distance of their bits counts the floats between them.
    between = np.abs(scores.view("<i4").astype(np.int64) - expected.view("<i4"))
    return {
        "differing": float((between > 0).mean()),
        "mostUlps": int(between.max()),
        "mostRelative": float((np.abs(scores - expected) / np.maximum(expected, 1e-30)).max()),
    }


def timed(options, transition, seed_scores):
    """The scores of one run, and what is said of it."""
    began = time.perf_counter()
    scores, steps, last_change = propagated(
        transition, seed_scores, options.steps, options.tolerance, options.change
    )
    seconds = time.perf_counter() - began
    return scores, {"seconds": seconds, "iterations": steps, "lastChange": last_change}


def serve(options, transition, seed_scores):
    """A run for every line of standard input; gives the scores of the last one."""
    print(json.dumps(versions()), flush=True)
    scores = seed_scores
    for _ in sys.stdin:
        scores, run = timed(options, transition, seed_scores)
        print(json.dumps(run), flush=True)
    return scores


def versions():
    return {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def main():
    options = parsed_arguments()
    if options.steps < 1 or options.repeats < 1:
        sys.exit("--steps and --repeats must be at least 1")
    transition, seed_scores, shape = problem(options.folder)
    if options.serve:
        scores = serve(options, transition, seed_scores)
    else:
        runs = [timed(options, transition, seed_scores) for _ in range(options.repeats)]
        scores, last = runs[-1]
        seconds = [round(run["seconds"], 4) for _, run in runs]
        report = {
            "seconds": seconds,
            "best": min(seconds),
            "iterations": last["iterations"],
            "change": options.change,
            "lastChange": last["lastChange"],
            **{name: shape[name] for name in ("nodes", "labels", "nonzeros")},
            **versions(),
        }
        if options.check:
            report["agreement"] = agreement(scores, options.folder, shape, last["iterations"])
        print(json.dumps(report, indent=2))
    if options.scores:
        scores.astype("<f4").tofile(options.scores)


if __name__ == "__main__":
    main()
