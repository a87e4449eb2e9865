import { Mesh, Skeleton, type Neuron } from '../../lib/index'

/** The neuron with every edge cut in half: of a mesh, every face in four. */
export function refined(neuron: Neuron): Neuron {
  return neuron.kind === 'mesh' ? refinedMesh(neuron) : refinedSkeleton(neuron)
}

function refinedSkeleton({ positions, parents, properties, nmPerUnit }: Skeleton): Skeleton {
  const count = parents.length
  const points = Array.from(positions)
  const links = new Int32Array(2 * count).fill(-1)
  const types = Array.from((properties.get('type') ?? new Int32Array(count)) as ArrayLike<number>)
  const radii = Array.from(
    (properties.get('radius') ?? new Float64Array(count)) as ArrayLike<number>,
  )
  parents.forEach((parent, node) => {
    if (parent < 0) return
    const middle = points.length / 3
    for (let axis = 0; axis < 3; axis++) {
      points.push((positions[3 * node + axis] + positions[3 * parent + axis]) / 2)
    }
    links[node] = middle
    links[middle] = parent
    types.push(0)
    radii.push((radii[node] + radii[parent]) / 2)
  })
  return new Skeleton({
    ...{ positions: points, parents: links.subarray(0, points.length / 3) },
    ...{ properties: { type: types, radius: radii }, voxelSize: nmPerUnit },
  })
}

function refinedMesh({ positions, faces, nodeCount, nmPerUnit }: Mesh): Mesh {
  const points = Array.from(positions)
  const middles = new Map<number, number>()
  const middle = (a: number, b: number): number => {
    const key = Math.min(a, b) * nodeCount + Math.max(a, b)
    const known = middles.get(key)
    if (known !== undefined) return known
    const made = points.length / 3
    for (let axis = 0; axis < 3; axis++) {
      points.push((positions[3 * a + axis] + positions[3 * b + axis]) / 2)
    }
    middles.set(key, made)
    return made
  }
  const finer: number[] = []
  for (let f = 0; f < faces.length; f += 3) {
    const [a, b, c] = faces.subarray(f, f + 3)
    const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)]
    finer.push(a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca)
  }
  return new Mesh({ positions: points, faces: finer, voxelSize: nmPerUnit })
}
