/**
 * A binary heap of nodes, the one that comes first on top. Each node is in it at most once; `rise`
 * after its key has become less.
 */
export class NodeHeap {
  readonly #nodes: Int32Array
  /** Place of each node, -1 where it is not in the heap. */
  readonly #places: Int32Array
  #count = 0

  /** @param comesFirst whether the first node comes before the second; may not change but by `rise`. */
  constructor(
    capacity: number,
    private readonly comesFirst: (a: number, b: number) => boolean,
  ) {
    this.#nodes = new Int32Array(capacity)
    this.#places = new Int32Array(capacity).fill(-1)
  }

  get count(): number {
    return this.#count
  }

  /** Adds a node, or lets it rise to its place. */
  rise(node: number): void {
    let place = this.#places[node] < 0 ? this.#count++ : this.#places[node]
    while (place > 0) {
      const above = (place - 1) >> 1
      if (!this.comesFirst(node, this.#nodes[above])) break
      this.#put(this.#nodes[above], place)
      place = above
    }
    this.#put(node, place)
  }

  /** Takes the top node out; there must be one. */
  pop(): number {
    const top = this.#nodes[0]
    this.#places[top] = -1
    const node = this.#nodes[--this.#count]
    if (this.#count === 0) return top
    let place = 0
    for (;;) {
      let below = 2 * place + 1
      if (below >= this.#count) break
      const right = below + 1
      if (right < this.#count && this.comesFirst(this.#nodes[right], this.#nodes[below]))
        below = right
      if (!this.comesFirst(this.#nodes[below], node)) break
      this.#put(this.#nodes[below], place)
      place = below
    }
    this.#put(node, place)
    return top
  }

  #put(node: number, place: number): void {
    this.#nodes[place] = node
    this.#places[node] = place
  }
}
