/**
 * Fits the probability of lib/compartments/confidence.ts on generated neurons with even seeds, by
 * greatest likelihood, and checks it on those with odd seeds.
 *
 *     node --import tsx bench/accuracy/fit-confidence.ts [--neurons 1000]
 *
 * Prints the constants, the reliability table and the expected calibration error of either half.
 */
import { parseArgs } from 'node:util'
import { generatedCases } from './generated-cases'
import {
  expectedCalibrationError,
  reliability,
  reliabilityText,
  type Prediction,
} from './reliability'

interface Sample {
  z: number
  segregation: number
  isRight: boolean
}

type Constants = [ofShare: number, ofSegregation: number]

function probability({ z, segregation }: Sample, [a, b]: Constants): number {
  return 1 / (1 + Math.exp(-z * (a + b * segregation)))
}

/**
 * Newton's method on the log likelihood, which is concave: the features of a sample are z and z H,
 * and there is no constant term.
 */
function fit(samples: readonly Sample[]): Constants {
  let [a, b]: Constants = [0, 0]
  for (let step = 0; step < 50; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-9, 0, 1e-9]
    for (const sample of samples) {
      const p = probability(sample, [a, b])
      const [x, y] = [sample.z, sample.z * sample.segregation]
      const error = Number(sample.isRight) - p
      const weight = p * (1 - p)
      ga += error * x
      gb += error * y
      haa += weight * x * x
      hab += weight * x * y
      hbb += weight * y * y
    }
    const determinant = haa * hbb - hab * hab
    a += (ga * hbb - gb * hab) / determinant
    b += (gb * haa - ga * hab) / determinant
  }
  return [a, b]
}

async function samples(neurons: number, first: number): Promise<Sample[]> {
  const seeds = Array.from({ length: neurons / 2 }, (_, i) => first + 2 * i)
  const made: Sample[] = []
  for await (const { split, nodes } of generatedCases(seeds)) {
    const segregation = split.report.segregationIndex
    if (segregation === null) continue
    for (const { z, isRight } of nodes) made.push({ z, segregation, isRight })
  }
  return made
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { neurons: { type: 'string' } } })
  const neurons = Number(values.neurons ?? 1000)
  const even = await samples(neurons, 2)
  const odd = await samples(neurons, 1)
  const constants = fit(even)
  console.log(`ofShare ${constants[0].toFixed(3)}, ofSegregation ${constants[1].toFixed(3)}`)
  for (const [name, half] of [
    ['even seeds (fitted)', even],
    ['odd seeds (checked)', odd],
  ] as const) {
    const predictions = half.map((sample): Prediction => ({
      probability: probability(sample, constants),
      isRight: sample.isRight,
    }))
    const bins = reliability(predictions)
    console.log(`\n${name}: ${half.length} nodes\n${reliabilityText(bins)}`)
    console.log(`expected calibration error ${expectedCalibrationError(bins).toFixed(4)}`)
  }
}

void main()
