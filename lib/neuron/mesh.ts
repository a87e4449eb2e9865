import { shown, wrongKind, wrongValue } from '../errors'
import { noJoins, type Joins } from './joins'
import { NodeIds } from './node-ids'
import {
  checkedInit,
  checkedPositions,
  checkedProperties,
  isArrayLike,
  type NodeProperty,
} from './node-properties'
import { atOnce, eachIn, type Slices, type Steps } from '../slices'
import { nmPerUnit, type NmPerUnit, type UnitsOptions } from './units'

/** What a {@link Mesh} is made of. */
export interface MeshInit extends UnitsOptions {
  /** #V by 3, row-major: x, y, z of every vertex. A Float64Array is kept, not copied. */
  positions: ArrayLike<number>
  /** #F by 3, row-major: indices of a triangle's vertices. A Uint32Array is kept, not copied. */
  faces: ArrayLike<number>
  /** Name of the neuron, used in messages and tables. */
  name?: string
  /** Named values per vertex, usable as labels or weights. */
  properties?: Record<string, NodeProperty> | ReadonlyMap<string, NodeProperty>
}

/**
 * A neuron as a triangle mesh; its vertices are the nodes. Vertices are not merged, and a vertex in
 * no face stays, isolated. Immutable: arrays that are handed in must not be changed later.
 *
 * @throws TypeError, RangeError with `code`: see {@link errorCodes}.
 * @example
 * const triangle = new Mesh({ positions: [0, 0, 0, 1, 0, 0, 0, 1, 0], faces: [0, 1, 2] })
 */
export class Mesh {
  /** Tells a mesh from a skeleton. */
  readonly kind = 'mesh'
  /** Name of the neuron, used in messages and tables. */
  readonly name?: string
  /** #V by 3, row-major, in the file's own numbers. */
  readonly positions: Float64Array
  /** #F by 3, row-major, indices into vertices. */
  readonly faces: Uint32Array
  /** A vertex' id is its index. */
  readonly nodeIds: NodeIds
  /** Named values per vertex (#V each). */
  readonly properties: ReadonlyMap<string, NodeProperty>
  /** Nanometres per unit of x, y, z; undefined where not known. */
  readonly nmPerUnit?: NmPerUnit
  /** Links between its fragments; none unless joinFragments made them. */
  readonly joins: Joins = noJoins

  /** @param parts the checked parts of `init`; for this package alone. */
  constructor(init: MeshInit, parts: MeshParts = atOnce(meshParts(init))) {
    this.name = init.name
    this.nmPerUnit = parts.nmPerUnit
    this.positions = parts.positions
    this.nodeIds = NodeIds.consecutive(this.positions.length / 3)
    this.faces = parts.faces
    this.properties = parts.properties
  }

  /**
   * `new Mesh(init)`, sharing the event loop.
   *
   * @internal
   */
  static async inSlices(init: MeshInit, slices: Slices): Promise<Mesh> {
    return new Mesh(init, await slices.through(meshParts(init)))
  }

  /** #V, the number of vertices. */
  get nodeCount(): number {
    return this.positions.length / 3
  }

  /** This mesh with other joins, its arrays shared; joinFragments and downsample make them. */
  withJoins(joins: Joins): Mesh {
    return Object.assign(Object.create(Mesh.prototype) as Mesh, this, { joins })
  }
}

const initNames = ['positions', 'faces', 'name', 'properties', 'units', 'voxelSize']

type MeshParts = Pick<Mesh, 'nmPerUnit' | 'positions' | 'faces' | 'properties'>

function* meshParts(init: MeshInit): Steps<MeshParts> {
  checkedInit(init, initNames, 'a Mesh is')
  const positions = yield* checkedPositions(init.positions, 'vertex')
  const vertexCount = positions.length / 3
  return {
    nmPerUnit: nmPerUnit(init),
    positions,
    faces: yield* checkedFaces(init.faces, vertexCount),
    properties: checkedProperties(init.properties, vertexCount),
  }
}

function* checkedFaces(faces: ArrayLike<number>, vertexCount: number): Steps<Uint32Array> {
  if (!isArrayLike(faces)) {
    throw wrongKind(
      'ERR_INVALID_ARGUMENT',
      `\`faces\` must be an array of vertex indices, 3 per face; got ${shown(faces)}`,
    )
  }
  if (faces.length % 3 !== 0) {
    throw wrongValue(
      'ERR_INVALID_LENGTH',
      `\`faces\` must hold 3 vertex indices per face; got ${faces.length} indices`,
    )
  }
  yield* eachIn(faces.length, (i) => {
    const vertex: unknown = faces[i]
    if (typeof vertex !== 'number') {
      throw wrongKind(
        'ERR_INVALID_ARGUMENT',
        `\`faces\` must be vertex indices; got ${shown(vertex)} in face ${Math.floor(i / 3)}`,
      )
    }
    if (vertex >= 0 && vertex < vertexCount && Math.floor(vertex) === vertex) return
    throw wrongValue(
      'ERR_INVALID_FACE',
      `\`faces\` references vertex ${vertex} but there are only ${vertexCount} vertices (face ${Math.floor(i / 3)})`,
    )
  })
  return faces instanceof Uint32Array ? faces : new Uint32Array(faces)
}
