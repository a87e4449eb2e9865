#!/usr/bin/env python3
"""Reads neurons as one does with navis: navis.read_swc for skeletons, navis.read_mesh for meshes.

    PYTHON read_navis.py

Prints a line of JSON with its versions, then answers every line of standard input with a line of
JSON. A request is {"path": FILE} and optionally "folder" and "reader"; the answer holds the seconds
of the whole read, from the path to the neuron, and its number of nodes. What was read is written into
the folder, which must exist, little-endian: positions.f32 (#N by 3, row-major), and links.i32, for a
skeleton the index of every node's parent or -1 (#N), for a mesh the vertices of its faces (#F by 3).
navis.read_mesh merges vertices of equal position; with the reader "trimesh", a mesh is read by
trimesh alone, its vertices as they are in the file.
"""

import json
import platform
import sys
import time
from pathlib import Path

try:
    import navis
    import numpy as np
    import trimesh
except ImportError as missing:
    sys.exit(f"{missing}; python3 -m venv venv && venv/bin/pip install navis")


def read(path, reader="navis"):
    if path.endswith(".swc"):
        return navis.read_swc(path)
    return trimesh.load_mesh(path, process=False) if reader == "trimesh" else navis.read_mesh(path)


def parent_indices(nodes):
    """Index of every node's parent in the table, -1 for a root."""
    index_of = {node: index for index, node in enumerate(nodes.node_id.to_numpy())}
    return np.array([index_of.get(parent, -1) for parent in nodes.parent_id.to_numpy()])


def dump(neuron, folder):
    if isinstance(neuron, navis.TreeNeuron):
        positions = neuron.nodes[["x", "y", "z"]].to_numpy()
        links = parent_indices(neuron.nodes)
    else:
        positions, links = neuron.vertices, neuron.faces
    np.asarray(positions, dtype="<f4").tofile(folder / "positions.f32")
    np.asarray(links, dtype="<i4").tofile(folder / "links.i32")


def node_count(neuron):
    return neuron.n_nodes if isinstance(neuron, navis.TreeNeuron) else len(neuron.vertices)


def answer(request):
    folder, reader = request.get("folder"), request.get("reader", "navis")
    began = time.perf_counter()
    neuron = read(request["path"], reader)
    seconds = time.perf_counter() - began
    if folder is not None:
        dump(neuron, Path(folder))
    return {"seconds": seconds, "nodes": int(node_count(neuron))}


def versions():
    return {
        "navis": navis.__version__,
        "trimesh": trimesh.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }


def main():
    print(json.dumps(versions()), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
