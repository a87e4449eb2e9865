import type { Seeds, Warning } from '../seeds/seeds'
import type { GraphFacts } from '../topology/graph'
import type { ClampingPolicy } from './clamping'
import type { HardLabels } from './hard-labels'
import type { KernelSeeds } from './kernel-seeds'
import type { Report } from './report'
import type { SolverOutcome } from './solve'
import type { ChosenSolver } from './solver'
import type { StopRules } from './stop-rules'

/** All that a report is made from. */
export interface RunFacts {
  seeds: Seeds
  graph: GraphFacts
  /** The seeds on the nodes of the graph. */
  rows: KernelSeeds
  policy: ClampingPolicy
  rules: StopRules
  outcome: SolverOutcome
  hard: HardLabels
  chosen: ChosenSolver
  /** performance.now() at the start of the run. */
  began: number
}

/** The report of a run that has just ended. */
export function runReport(run: RunFacts): Report {
  const { seeds, graph, outcome, hard } = run
  const { isSeeded } = seededComponents(run)
  return {
    neuron: seeds.neuron.name ?? null,
    nodes: seeds.neuron.nodeCount,
    joins: seeds.neuron.joins.gaps.length,
    edges: graph.edgeCount,
    labels: seeds.labels.map(String),
    seeds: { ...seeds.counts },
    counts: Object.fromEntries(seeds.labels.map((label, l) => [String(label), hard.counts[l]])),
    unlabelled: hard.unlabelled,
    iterations: outcome.iterations,
    multiplications: outcome.multiplications,
    converged: outcome.stop !== 'maxIterations',
    stop: outcome.stop,
    lastChange: outcome.lastChange,
    solver: run.chosen.solver,
    solverReason: run.chosen.reason,
    ...(outcome.method === undefined ? {} : { method: outcome.method }),
    seconds: (performance.now() - run.began) / 1000,
    components: graph.components.count,
    componentsWithoutSeed: isSeeded.reduce((sum, seeded) => sum + 1 - seeded, 0),
    zeroLengthEdges: graph.zeroLengthEdges,
    ties: hard.ties,
    droppedSynapses: seeds.droppedSynapses,
    warnings: [...seeds.warnings, ...runWarnings(run)],
  }
}

/** Per component: whether it has a seed, and whether one that is held. */
function seededComponents({ graph: { components }, rows }: RunFacts): {
  isSeeded: Uint8Array
  isHeld: Uint8Array
} {
  const isSeeded = new Uint8Array(components.count)
  const isHeld = new Uint8Array(components.count)
  rows.nodes.forEach((node, s) => {
    isSeeded[components.of[node]] = 1
    if (rows.alphas[s] < 1) isHeld[components.of[node]] = 1
  })
  return { isSeeded, isHeld }
}

function runWarnings(run: RunFacts): Warning[] {
  const { seeds, policy, rules, graph, chosen } = run
  const warnings: Warning[] = []
  if (seeds.labels.length === 1) {
    warnings.push({
      code: 'single-label',
      message: `there is one label only, '${String(seeds.labels[0])}': every node that is reached gets it`,
    })
  }
  if (policy.kind === 'none') {
    warnings.push({
      code: 'no-clamping',
      message:
        'without clamping the limit is the same everywhere in a component, so that the number of ' +
        `steps (at most ${rules.maxIterations}) decides the result`,
    })
  }
  if (chosen.solver === 'direct') {
    const { isSeeded, isHeld } = seededComponents(run)
    const without = isSeeded.reduce((sum, seeded, c) => sum + (seeded > isHeld[c] ? 1 : 0), 0)
    if (without > 0) {
      warnings.push({
        code: 'no-anchor',
        message: `${without} components have seeds but none that is held, and so no converged answer: their nodes have no label`,
      })
    }
  }
  if (graph.zeroLengthEdges > 0 && graph.edgeWeights === 'length') {
    warnings.push({
      code: 'zero-length-edges',
      message: `${graph.zeroLengthEdges} edges have length 0, which weighs nothing and joins nothing under \`edgeWeights\` 'length'`,
    })
  }
  return warnings
}
