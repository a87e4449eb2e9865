import { Slices } from '../slices'
import { region, somaRadius, type Arbor } from './arbor'
import { ArborBuilder } from './arbor-builder'
import type { CheckedGenerateOptions } from './generate-options'
import { Random } from './random'
import { addScaled, cosineAndSine, makePerpendicular, normalise, type Vector } from './vector'

/** nm: no branch is thinner. */
const leastRadius = 30
/** Fewest nodes of a side branch. */
const leastLength = 8

/** How many nodes each part of the neuron has. */
interface Budget {
  cellBodyFiber: number
  linker: number
  /** Linker of each axon but the first, a side branch of the first linker. */
  sideLinker: number
  dendrite: number
  /** All axons together. */
  axons: number
}

/**
 * Grows the cable of a neuron: a soma, a cell body fiber, at its end the dendrite and a long linker
 * to the axon; further axons leave the linker on linkers of their own. Dendrite and axons are trunks
 * with side branches, which leave at random nodes. Fibers curve at random, stay near the middle of
 * their arbor and taper towards the tips. Source: ours. Time and memory O(#N).
 */
export async function grownArbor(options: CheckedGenerateOptions, slices: Slices): Promise<Arbor> {
  const { nodes, axons, spacing } = options
  const random = new Random(options.seed, 0)
  const builder = new ArborBuilder(
    nodes,
    Math.ceil(nodes / leastLength) + 2 * axons,
    spacing,
    random,
  )
  const budget = budgetOf(nodes, axons)

  const upward: Vector = [0.3 * random.signed(), 1, 0.3 * random.signed()]
  normalise(upward)
  builder.addNode([0, 0, 0], -1, somaRadius, region.soma)
  const neck: Vector = [0, 0, 0]
  addScaled(neck, upward, somaRadius + spacing)
  builder.addNode(neck, 0, 150, region.cellBodyFiber)

  builder.startBranch(1, upward)
  builder.grow(budget.cellBodyFiber, region.cellBodyFiber, [150, 150], far(builder, upward), 0)
  const fork = builder.count - 1
  await growTree(builder, budget.dendrite, {
    region: region.dendrite,
    trunkRadii: [300, 100],
    towards: [-0.8, 0.6, 0],
    reach: 1.5,
    slices,
  })
  await growAxons(builder, fork, budget, axons, slices)
  return builder.arbor()
}

function budgetOf(nodes: number, axons: number): Budget {
  const root = Math.sqrt(nodes)
  const cellBodyFiber = Math.floor(Math.min(0.06 * nodes, 2 * root))
  const linker = Math.floor(Math.min(0.12 * nodes, 4 * root))
  const sideLinker = Math.max(4, Math.floor(Math.sqrt(nodes / axons)))
  const rest = nodes - 2 - cellBodyFiber - linker - (axons - 1) * sideLinker
  const dendrite = Math.floor(0.4 * rest)
  return { cellBodyFiber, linker, sideLinker, dendrite, axons: rest - dendrite }
}

async function growAxons(
  builder: ArborBuilder,
  fork: number,
  budget: Budget,
  axons: number,
  slices: Slices,
): Promise<void> {
  const firstLinkerNode = builder.count
  for (let axon = 0; axon < axons; axon++) {
    // The golden angle turns each axon away from those before it.
    const [cosine, sine] = cosineAndSine((axon * 0.381966) % 1)
    const axis: Vector = axon === 0 ? [1, 0.1, 0] : [0.4, cosine, sine]
    normalise(axis)
    const along = 0.2 + (0.75 * axon) / axons
    const origin = axon === 0 ? fork : firstLinkerNode + Math.floor(budget.linker * along)
    builder.startBranch(origin, axis)
    const length = axon === 0 ? budget.linker : budget.sideLinker
    builder.grow(length, region.linker, [180, 160], far(builder, axis), 0)
    const share = Math.floor((budget.axons * (axon + 1)) / axons)
    const before = Math.floor((budget.axons * axon) / axons)
    await growTree(builder, share - before, {
      region: region.firstAxon + axon,
      trunkRadii: [240, 80],
      towards: axis,
      reach: 1.8,
      slices,
    })
  }
}

interface Tree {
  region: number
  /** nm, at the start and at the tip of the trunk. */
  trunkRadii: [number, number]
  /** From the start of the trunk to the middle of the arbor. */
  towards: Vector
  /** Fibers turn back where they are farther from the middle than this, in spacings times the root of the nodes. */
  reach: number
  slices: Slices
}

/** Continues the branch by a trunk of the tree, then adds side branches: `count` nodes in all. */
async function growTree(builder: ArborBuilder, count: number, tree: Tree): Promise<void> {
  const reach = tree.reach * builder.spacing * Math.sqrt(count)
  const middle: Vector = [...builder.position]
  addScaled(middle, tree.towards, reach)
  const from = builder.count
  const end = from + count
  let trunk = Math.max(leastLength, Math.floor(3 * Math.sqrt(count)))
  if (count - trunk < leastLength) trunk = count
  builder.grow(trunk, tree.region, tree.trunkRadii, middle, reach)

  while (builder.count < end) {
    if (tree.slices.over) await tree.slices.turn()
    const origin = builder.freeNode(from)
    const rest = end - builder.count
    // The product of two random numbers makes many short branches and some long ones.
    let length = leastLength + Math.floor(60 * builder.random.unit() * builder.random.unit())
    if (rest - length < leastLength) length = rest
    builder.startBranch(origin, sideways(builder, origin))
    const radius = Math.max(leastRadius, 0.65 * builder.radii[origin])
    const tipRadius = Math.max(leastRadius, 0.4 * radius)
    builder.grow(length, tree.region, [radius, tipRadius], middle, reach)
  }
}

/** A random direction that leaves the branch of `origin` forward, at 45 to 75 degrees. */
function sideways(builder: ArborBuilder, origin: number): Vector {
  const forward = builder.directionInto(origin)
  const direction: Vector = [0, 0, 0]
  builder.random.direction(direction)
  makePerpendicular(direction, forward)
  addScaled(direction, forward, 0.27 + 0.73 * builder.random.unit())
  normalise(direction)
  return direction
}

/** A place far ahead, which keeps a fiber on a straight course. */
function far(builder: ArborBuilder, direction: Readonly<Vector>): Vector {
  const place: Vector = [...builder.position]
  addScaled(place, direction, 1e9)
  return place
}
