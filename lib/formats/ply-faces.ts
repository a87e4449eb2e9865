import type { ErrorCode, NeuronDataError } from '../errors'
import type { Slices } from '../slices'
import { GrowingArray } from './growing-array'

/** Makes an error at the row that is read. */
export interface RowFaults {
  fault(code: ErrorCode, message: string): NeuronDataError
}

/** Polygons as fans of triangles, each index checked. */
export class PlyFaces {
  #growing = new GrowingArray((length) => new Uint32Array(length))
  #all?: Uint32Array
  #first = 0
  #last = 0
  /** Vertices of this polygon so far. */
  #seen = 0

  constructor(
    readonly name: string,
    readonly vertexCount: number,
  ) {}

  /** Begins a polygon of `length` vertices. */
  begin(length: number, row: RowFaults): void {
    if (length < 3) {
      const message = `a face needs at least 3 vertices; got ${length}`
      throw row.fault('ERR_INVALID_FACE', message)
    }
    this.#seen = 0
  }

  /** Adds the next vertex of the polygon. */
  add(vertex: number, row: RowFaults): void {
    if (!(vertex >= 0 && vertex < this.vertexCount && Number.isInteger(vertex))) {
      const message = `\`${this.name}\` references vertex ${vertex} but there are only ${this.vertexCount} vertices`
      throw row.fault('ERR_INVALID_FACE', message)
    }
    if (this.#seen === 0) this.#first = vertex
    if (this.#seen >= 2) {
      this.#growing.push(this.#first)
      this.#growing.push(this.#last)
      this.#growing.push(vertex)
    }
    this.#last = vertex
    this.#seen++
  }

  /** Takes triangles that are checked already, as all there are. */
  takeAll(triangles: Uint32Array): void {
    this.#all = triangles
  }

  /** #F by 3, row-major: indices of vertices. */
  async triangles(slices: Slices): Promise<Uint32Array> {
    return this.#all ?? (await this.#growing.joined(slices))
  }
}
