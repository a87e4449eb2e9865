#!/usr/bin/env python3
"""Label propagation as one does it with navis: navis.propagate_labels, timed.

    python propagate_navis.py FOLDER '{"clamping": false, "max_iter": 10000, "tol": 1e-30}'

The options are those of navis.propagate_labels; without any, its defaults. FOLDER holds a case as
case-folder.ts writes it. Prints a line of JSON with its versions, then runs once for every line of
standard input and answers with a line of JSON: seconds, from plain arrays to labels and
probabilities, the making of the neuron included, and peakMB. A line is empty or names a file for the
labels (int32, -1 for none). One thread.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ[name] = "1"

import json
import platform
import resource
import sys
import time
from pathlib import Path

try:
    import navis
    import numpy as np
    import pandas as pd
except ImportError as missing:
    sys.exit(f"{missing}; python3 -m venv venv && venv/bin/pip install navis")


def neuron_of(kind, positions, links):
    if kind == "mesh":
        return navis.MeshNeuron((positions, links.reshape(-1, 3)), process=False)
    nodes = pd.DataFrame(positions, columns=["x", "y", "z"])
    nodes["node_id"], nodes["parent_id"], nodes["radius"] = np.arange(len(nodes)), links, 1.0
    return navis.TreeNeuron(nodes)


def label_names(columns):
    """One name per node, NaN for none; the names sort as the columns do."""
    names = np.full(len(columns), np.nan, dtype=object)
    for node in np.flatnonzero(columns >= 0):
        names[node] = f"{columns[node]:06d}"
    return names


def columns_of(names):
    return np.array([int(name) if isinstance(name, str) else -1 for name in names], dtype="<i4")


def peak_mb():
    # Bytes on macOS, elsewhere kilobytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main():
    folder, options = Path(sys.argv[1]), json.loads(sys.argv[2])
    kind = json.loads((folder / "case.json").read_text())["kind"]
    positions = np.fromfile(folder / "positions.f64", dtype="<f8").reshape(-1, 3)
    links = np.fromfile(folder / "links.i32", dtype="<i4")
    labels = label_names(np.fromfile(folder / "labels.i32", dtype="<i4"))
    introduction = {
        "python": platform.python_version(),
        "navis": navis.__version__,
        "numpy": np.__version__,
        "baseMB": peak_mb(),
    }
    print(json.dumps(introduction), flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        neuron = neuron_of(kind, positions, links)
        names, _, _ = navis.propagate_labels(neuron, labels, return_probs=True, **options)
        seconds = time.perf_counter() - began
        if line.strip():
            columns_of(names).tofile(line.strip())
        answer = {"seconds": seconds, "kernelSeconds": None, "peakMB": peak_mb()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
