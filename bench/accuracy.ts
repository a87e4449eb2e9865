/**
 * How right the axon-dendrite split is: against the brain regions of real neurons, under other
 * samplings and with half of the synapses, and on generated neurons whose truth is known.
 *
 *     npm run bench:accuracy -- [--only regions|samplings|synapses|generated] [--neurons 600]
 *
 * Prints Markdown tables. The real neurons are in ../shared, beside the repository.
 */
import { parseArgs } from 'node:util'
import { splitAxonDendrite, type SplitOptions } from '../lib/index'
import { generatedCases, type GeneratedCase } from './accuracy/generated-cases'
import { expectedCalibrationError, reliability, reliabilityText } from './accuracy/reliability'
import { balancedAccuracy, sharedNeurons } from './accuracy/shared-neurons'
import { samplings, withHalf } from './accuracy/stability'
import { mean, percent, table } from './accuracy/table'

const methods: Readonly<Record<string, SplitOptions>> = {
  'anchored, join': {},
  'anchored, nearest': { fragments: 'nearest' },
  'anchored, leave': { fragments: 'leave' },
  propagation: { method: 'propagation' },
}

async function regions(): Promise<string> {
  const rows: string[][] = []
  for await (const { name, neuron, synapses } of sharedNeurons()) {
    const row = [name]
    let flow = ''
    for (const options of Object.values(methods)) {
      const split = await splitAxonDendrite(neuron, synapses, options)
      row.push(balancedAccuracy(split.compartment, split, synapses).toFixed(4))
      if (split.flow) flow = balancedAccuracy(split.flow, split, synapses).toFixed(4)
    }
    rows.push([...row, flow])
  }
  return table(['balanced accuracy', ...Object.keys(methods), 'flow split'], rows)
}

async function otherSamplings(): Promise<string> {
  const rows: string[][] = []
  for await (const one of sharedNeurons()) {
    for (const { how, nodes, kept } of await samplings(one)) {
      rows.push([one.name, how, String(nodes), percent(kept)])
    }
  }
  return table(['neuron', 'sampling', 'nodes', 'synapses that keep their compartment'], rows)
}

async function halfOfTheSynapses(): Promise<string> {
  const rows: string[][] = []
  for await (const one of sharedNeurons()) {
    const shares = await withHalf(one)
    rows.push([one.name, percent(Math.min(...shares)), percent(mean(shares))])
  }
  return table(['half of the synapses, ten times', 'worst', 'mean'], rows)
}

/** A neuron with so low an index is not separable by default. */
const gate = 0.05

async function generated(neurons: number): Promise<string> {
  const cases: GeneratedCase[] = []
  const seeds = Array.from({ length: neurons }, (_, i) => 2 * i + 1) // odd: the other half is fitted
  for await (const one of generatedCases(seeds)) cases.push(one)
  const isOut = ({ split }: GeneratedCase): boolean => (split.report.segregationIndex ?? 0) < gate
  const rows: string[][] = []
  for (let from = 0; from < 0.5; from += 0.05) {
    for (const axons of [1, 2, 3]) {
      const inside = cases.filter(
        (one) => one.axons === axons && one.mixing >= from && one.mixing < from + 0.05,
      )
      if (inside.length === 0) continue
      const left = inside.filter((one) => !isOut(one))
      rows.push([
        ...[`${from.toFixed(2)} to ${(from + 0.05).toFixed(2)}`, String(axons)],
        ...[String(inside.length), percent(mean(inside.map((one) => one.accuracy)))],
        left.length === 0 ? '' : percent(mean(left.map((one) => one.accuracy))),
        percent(1 - left.length / inside.length),
      ])
    }
  }
  const titles = ['mixing', 'axons', 'neurons', 'accuracy', 'where separable', 'not separable']
  const texts = [table(titles, rows)]
  for (const [name, chosen] of [
    ['all', cases],
    ['separable', cases.filter((one) => !isOut(one))],
  ] as const) {
    const bins = reliability(chosen.flatMap(({ nodes }) => nodes))
    const error = expectedCalibrationError(bins).toFixed(4)
    texts.push(`${name}:\n${reliabilityText(bins)}\nexpected calibration error ${error}`)
  }
  return texts.join('\n\n')
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, neurons: { type: 'string' } },
  })
  const parts: Readonly<Record<string, () => Promise<string>>> = {
    regions,
    samplings: otherSamplings,
    synapses: halfOfTheSynapses,
    generated: () => generated(Number(values.neurons ?? 600)),
  }
  for (const [name, part] of Object.entries(parts)) {
    if (values.only === undefined || values.only === name) console.log(`${await part()}\n`)
  }
}

void main()
