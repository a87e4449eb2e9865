import { type CaseArrays } from './case-folder'
import {
  generatedArrays,
  publishedSkeletons,
  skeletonArrays,
  tutorialArrays,
  tutorialName,
} from './case-neurons'
import {
  ldltAmd,
  navis,
  neuroprop,
  scipyLoop,
  superlu,
  type Contestant,
  type Programs,
} from './contestants'

export const caseGroups = [
  'tutorial',
  'skeletons',
  'meshes',
  'generated-skeletons',
  'labels',
] as const

export type CaseGroup = (typeof caseGroups)[number]

/** A row of the table: ours, and what it is held against. */
export interface Pair {
  ours: Contestant
  peer?: Contestant
  /** Whether both compute the same, so that their labels are compared. */
  isSame: boolean
}

export interface Case {
  group: CaseGroup
  name: string
  arrays: () => Promise<CaseArrays>
  pairs: Pair[]
  /** About so many nodes. */
  nodes: number
  /** Whether its contestants are those of a case ten times smaller, so that growth is told. */
  grows: boolean
}

const steps = 10_000
/** A tolerance that no change falls below: the change is measured and all steps are done. */
const neverMet = 1e-30
const same = true

/** A small neuron of the published data: everything is run in full. */
function fullPairs(programs: Programs): Pair[] {
  const plain = { clamping: 'none', maxIterations: steps } as const
  const stepwise = { ...plain, solver: 'iterative' } as const
  const one = neuroprop('iterative, 1 thread', { ...stepwise, threads: 1 })
  const two = neuroprop('iterative, 2 threads', { ...stepwise, threads: 2 })
  const watched = { ...stepwise, threads: 1, tolerance: neverMet }
  const measured = neuroprop('iterative, 1 thread, change measured', watched)
  const accelerated = neuroprop('accelerated', { ...plain, solver: 'accelerated' })
  const preset = neuroprop('iterative, preset navis', { preset: 'navis' })
  const hard = neuroprop('direct, hard', { solver: 'direct', clamping: 'hard' })
  const soft = neuroprop('direct, soft 0.5', { solver: 'direct', clamping: 'soft', alpha: 0.5 })
  const loop = scipyLoop(programs, steps, 'none')
  const watchedLoop = scipyLoop(programs, steps, 'max')
  const unclamped = { clamping: false, tol: neverMet, max_iter: steps }
  const reference = navis(programs, 'navis, 10,000 steps', unclamped)
  const defaults = navis(programs, 'navis, defaults', {})
  const against = (ours: Contestant, peers: Contestant[], isSame = same): Pair[] =>
    peers.map((peer) => ({ ours, peer, isSame }))
  return [
    ...against(one, [loop]),
    ...against(two, [loop]),
    ...against(measured, [watchedLoop, reference]),
    ...against(accelerated, [loop, reference]),
    ...against(preset, [defaults]),
    ...against(hard, [
      superlu(programs, 'hard', null),
      superlu(programs, 'hard', 'MMD_AT_PLUS_A'),
      ...ldltAmd(programs, 'hard'),
    ]),
    // Its rule stops before it has converged: not the same answer, but what one would have called.
    ...against(hard, [defaults], !same),
    ...against(soft, [superlu(programs, 'soft', null), ...ldltAmd(programs, 'soft')]),
  ]
}

/** A generated neuron: the steps are timed by a few of them, more where they are short. */
function scaledPairs(programs: Programs, nodes: number): Pair[] {
  const fewSteps = nodes <= 1e4 ? 1000 : 100
  const few = { solver: 'iterative', clamping: 'none', maxIterations: fewSteps } as const
  const one = neuroprop('iterative, 1 thread', { ...few, threads: 1 }, fewSteps)
  const two = neuroprop('iterative, 2 threads', { ...few, threads: 2 }, fewSteps)
  const walk = {
    solver: 'accelerated',
    clamping: 'none',
    maxIterations: steps,
    lazy: true,
  } as const
  const accelerated = neuroprop('accelerated, lazy', walk)
  const hard = neuroprop('direct, hard', { solver: 'direct', clamping: 'hard' })
  const loop = scipyLoop(programs, fewSteps, 'none', fewSteps)
  const factorisations = [
    ...ldltAmd(programs, 'hard'),
    ...(nodes <= 1e5 ? [superlu(programs, 'hard', 'MMD_AT_PLUS_A')] : []),
  ]
  // At 10^7 the peer's system alone would need gigabytes more; the solver then stands alone.
  const peers = nodes <= 1e6 && factorisations.length > 0 ? factorisations : [undefined]
  return [
    { ours: two, peer: loop, isSame: same },
    { ours: one, peer: loop, isSame: same },
    { ours: accelerated, peer: loop, isSame: !same },
    ...peers.map((peer) => ({ ours: hard, peer, isSame: same })),
  ]
}

function generatedCase(
  group: CaseGroup,
  kind: CaseArrays['kind'],
  nodes: number,
  labels: number,
  programs: Programs,
): Case {
  const things = kind === 'mesh' ? 'vertices' : 'nodes'
  return {
    group,
    name: `${kind}, ${nodes.toLocaleString('en-US')} ${things}, ${labels} labels`,
    arrays: () => generatedArrays(kind, nodes, labels),
    pairs: scaledPairs(programs, nodes),
    nodes,
    grows: group !== 'labels',
  }
}

/** The cases in the order in which they are run: sizes ascend. `isQuick`: below a million nodes. */
export function allCases(programs: Programs, isQuick: boolean): Case[] {
  const full = (group: CaseGroup, name: string, arrays: Case['arrays']): Case => {
    return { group, name, arrays, pairs: fullPairs(programs), nodes: 5000, grows: false }
  }
  const generated = [
    ...[1e4, 1e5, 1e6, 1e7].map((n) => generatedCase('meshes', 'mesh', n, 2, programs)),
    ...[1e3, 1e4, 1e5, 1e6].map((n) =>
      generatedCase('generated-skeletons', 'skeleton', n, 2, programs),
    ),
    ...[2, 10, 100].map((labels) => generatedCase('labels', 'mesh', 1e5, labels, programs)),
  ]
  return [
    full('tutorial', tutorialName(), tutorialArrays),
    ...publishedSkeletons().map((name) =>
      full('skeletons', `skeleton ${name}`, () => skeletonArrays(name)),
    ),
    ...generated.filter(({ nodes }) => !isQuick || nodes < 1e6),
  ]
}
