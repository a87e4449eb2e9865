import assert from 'node:assert/strict'
import { borderCount } from '../../lib/compartments/borders'
import { codeOf } from '../../lib/compartments/compartments'
import { withoutIslands, type IslandLimit } from '../../lib/compartments/islands'
import { shapeNeuron } from '../neuron/shape-neuron'
import { shapeEdges, type Edge } from '../reference/topology'
import { random, shapes } from '../shapes'
import { floodedComponents } from '../topology/flood'
import { codes, lettersOf, slices } from './parts'

const chain = (nodeCount: number): Edge[] =>
  Array.from({ length: nodeCount - 1 }, (_, i): Edge => [i + 1, i])

async function without(text: string, limit: IslandLimit, edges = chain(text.length)) {
  const found = await withoutIslands(Int32Array.from(edges.flat()), codes(text), limit, slices())
  return [lettersOf(found.codes), found.islands, found.nodes]
}

const fixed: readonly number[] = [codeOf.none, codeOf.soma, codeOf.cellBodyFiber, codeOf.linker]

interface Piece {
  first: number
  code: number
  nodes: number[]
  size: number
}

/** Pieces in the order of their first nodes, by flooding. */
function slowPieces(values: Uint8Array, edges: Edge[], sizes: ArrayLike<number>): Piece[] {
  const inside = edges.filter(([u, v]) => values[u] === values[v])
  const of = floodedComponents(values.length, inside)
  return [...new Set(of)].map((first) => {
    const nodes = [...values.keys()].filter((node) => of[node] === first)
    return { first, code: values[first], nodes, size: nodes.reduce((sum, i) => sum + sizes[i], 0) }
  })
}

/** The piece whose compartment an island takes; undefined where it has no neighbour. */
function slowHost(island: Piece, pieces: Piece[], edges: Edge[]): Piece | undefined {
  const crossing = (piece: Piece): number =>
    edges.filter(
      ([u, v]) =>
        (island.nodes.includes(u) && piece.nodes.includes(v)) ||
        (island.nodes.includes(v) && piece.nodes.includes(u)),
    ).length
  return pieces
    .filter((piece) => piece !== island && !fixed.includes(piece.code))
    .map((piece) => ({ piece, edges: crossing(piece) }))
    .filter((one) => one.edges > 0)
    .sort(
      (a, b) => b.edges - a.edges || b.piece.size - a.piece.size || a.piece.first - b.piece.first,
    )[0]?.piece
}

function slowWithout(values: Uint8Array, edges: Edge[], least: number, sizes: ArrayLike<number>) {
  const changed = values.slice()
  for (let islands = 0; ; islands++) {
    const pieces = slowPieces(changed, edges, sizes)
    const next = pieces
      .filter((piece) => piece.size < least && !fixed.includes(piece.code))
      .sort((a, b) => a.size - b.size || a.first - b.first)
      .map((island) => ({ island, host: slowHost(island, pieces, edges) }))
      .find(({ host }) => host !== undefined)
    if (!next?.host) {
      const nodes = changed.filter((code, node) => code !== values[node]).length
      return { codes: changed, islands, nodes }
    }
    for (const node of next.island.nodes) changed[node] = next.host.code
  }
}

describe('withoutIslands', () => {
  it('gives an island the compartment around it', async () => {
    assert.deepEqual(await without('aadaaa', { least: 2 }), ['aaaaaa', 1, 1])
    assert.deepEqual(await without('aaddaa', { least: 2 }), ['aaddaa', 0, 0])
    assert.deepEqual(await without('aadaaa', { least: 0 }), ['aadaaa', 0, 0])
  })

  it('removes the smallest first, and what has grown stays', async () => {
    // The one `a` joins `dd` and `d`: four, no island any more.
    assert.deepEqual(await without('aaaaaddadaaaaa', { least: 4 }), ['aaaaaddddaaaaa', 1, 1])
    assert.deepEqual(await without('aaaaaddadaaaaa', { least: 5 }), ['aaaaaaaaaaaaaa', 2, 3])
  })

  it('never removes the last piece of a component', async () => {
    assert.deepEqual(await without('a', { least: 9 }), ['a', 0, 0])
    assert.deepEqual(await without('ad', { least: 9 }), ['dd', 1, 1])
    const apart: Edge[] = [
      [0, 1],
      [2, 3],
    ]
    assert.deepEqual(await without('aaddm', { least: 9 }, apart), ['aaddm', 0, 0])
  })

  it('takes the neighbour of the longest border, then the larger, then the first', async () => {
    // Node 0 touches 1 (a) once and 2, 3 (d) twice.
    const triangle: Edge[] = [
      [0, 1],
      [0, 2],
      [0, 3],
      [2, 3],
      [1, 4],
      [4, 5],
    ]
    assert.deepEqual(await without('maddaa', { least: 2 }, triangle), ['daddaa', 1, 1])
    assert.deepEqual(await without('aaamdd', { least: 2 }), ['aaaadd', 1, 1])
    assert.deepEqual(await without('aamddd', { least: 2 }), ['aadddd', 1, 1])
    assert.deepEqual(await without('ddmaa', { least: 2 }), ['dddaa', 1, 1])
  })

  it('lets soma, cell body fiber, linker and nodes without a compartment be', async () => {
    assert.deepEqual(await without('scaaallddd.', { least: 3 }), ['scaaallddd.', 0, 0])
    assert.deepEqual(await without('lald', { least: 3 }), ['lald', 0, 0])
    assert.deepEqual(await without('sad.', { least: 3 }), ['sdd.', 1, 1])
  })

  it('measures pieces by the sizes that are given', async () => {
    const sizes = Float64Array.of(5, 5, 0.5, 0.5, 5, 0, 7)
    assert.deepEqual(await without('aaddama', { least: 1, sizes }), ['aaddaaa', 1, 1])
    assert.deepEqual(await without('aaddama', { least: 1.1, sizes }), ['aaaaaaa', 2, 3])
  })

  for (const shape of shapes.filter(({ positions }) => positions.length <= 330)) {
    it(`is what the slow way gives: ${shape.kind} ${shape.name}`, async () => {
      const { nodeCount } = shapeNeuron(shape)
      const edges = shapeEdges(shape)
      const next = random(nodeCount + edges.length)
      for (const palette of ['ad', 'aaadddmsl.', 'aaadddm']) {
        const letters = Array.from(
          { length: nodeCount },
          () => palette[Math.floor(next() * palette.length)],
        )
        const values = codes(letters.join(''))
        // Whole numbers, some 0, so that sums are exact and ties are many.
        const sizes = Float64Array.from(values, () => Math.floor(3 * next()))
        for (const [least, given] of [
          [3, undefined],
          [4, sizes],
        ] as const) {
          const limit = { least, sizes: given }
          const pairs = Int32Array.from(edges.flat())
          const before = values.slice()
          const found = await withoutIslands(pairs, values, limit, slices())
          const ones = new Float64Array(nodeCount).fill(1)
          assert.deepEqual(found, slowWithout(values, edges, least, given ?? ones))
          assert.deepEqual(values, before)
        }
      }
    })
  }
})

describe('withoutIslands on any neuron', () => {
  for (const shape of shapes) {
    it(`leaves nothing to do: ${shape.kind} ${shape.name}`, async () => {
      const edges = shapeEdges(shape)
      const pairs = Int32Array.from(edges.flat())
      const next = random(edges.length)
      const values = new Uint8Array(shape.positions.length / 3).map(() => Math.floor(7 * next()))
      const limit = { least: 6 }
      const once = await withoutIslands(pairs, values, limit, slices())
      const twice = await withoutIslands(pairs, once.codes, limit, slices())
      assert.deepEqual(twice, { codes: once.codes, islands: 0, nodes: 0 })
      once.codes.forEach((code, node) => {
        if (code !== values[node]) assert.ok(!fixed.includes(code) && !fixed.includes(values[node]))
      })
    })
  }
})

describe('borderCount', () => {
  const count = (text: string, edges = chain(text.length)): Promise<number> =>
    borderCount(Int32Array.from(edges.flat()), codes(text), slices())

  it('counts pairs of pieces that touch', async () => {
    assert.equal(await count('aaaa'), 0)
    assert.equal(await count('aadd'), 1)
    assert.equal(await count('adadm'), 4)
    assert.equal(await count('sccdllaa'), 4)
    assert.equal(await count('a.d'), 0)
  })

  it('counts a border of many edges once', async () => {
    const ladder: Edge[] = [
      [0, 1],
      [2, 3],
      [0, 2],
      [1, 3],
      [0, 3],
    ]
    assert.equal(await count('aadd', ladder), 1)
    assert.equal(await count('adad', ladder), 1)
    assert.equal(await count('adda', ladder), 2)
  })

  for (const shape of shapes.filter(({ positions }) => positions.length <= 330)) {
    it(`counts what flooding counts: ${shape.kind} ${shape.name}`, async () => {
      const edges = shapeEdges(shape)
      const next = random(edges.length)
      const values = new Uint8Array(shape.positions.length / 3).map(() => Math.floor(3 * next()))
      const pieces = slowPieces(values, edges, values).filter(({ code }) => code > 0)
      const pieceOf = (node: number): number =>
        pieces.findIndex(({ nodes }) => nodes.includes(node))
      const pairs = edges
        .map((edge) => edge.map(pieceOf).sort((a, b) => a - b))
        .filter(([a, b]) => a >= 0 && a !== b)
      const found = await borderCount(Int32Array.from(edges.flat()), values, slices())
      assert.equal(found, new Set(pairs.map(String)).size)
    })
  }
})
