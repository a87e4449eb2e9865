'use strict'

/** Draws docs/example.svg, the picture of the README: the example neuron before and after. */

const fs = require('node:fs')
const path = require('node:path')
const { root, runScript } = require('./run-command')

const [width, height, margin] = [420, 262, 14]
const colours = ['#1b6ca8', '#5f95bf', '#a8bccb', '#d9b3a0', '#e0805a', '#d1491f']

/** x and y of every node, fitted into one panel whose left edge is at `left`. */
function projected({ positions }, left) {
  const count = positions.length / 3
  const xs = Array.from({ length: count }, (_, i) => positions[3 * i])
  const ys = Array.from({ length: count }, (_, i) => positions[3 * i + 1])
  const [leastX, leastY] = [Math.min(...xs), Math.min(...ys)]
  const scale = Math.min(
    (width - 2 * margin) / (Math.max(...xs) - leastX),
    (height - 60) / (Math.max(...ys) - leastY),
  )
  return (i) => [
    (left + margin + (xs[i] - leastX) * scale).toFixed(1),
    (40 + (ys[i] - leastY) * scale).toFixed(1),
  ]
}

/** The edges in groups of one colour each. `colourOf` gives undefined for grey. */
function edges({ parents }, at, colourOf) {
  const groups = new Map()
  parents.forEach((parent, node) => {
    if (parent < 0) return
    const colour = colourOf(node) ?? '#b9b9b9'
    const line = `M${at(node).join(' ')}L${at(parent).join(' ')}`
    groups.set(colour, (groups.get(colour) ?? '') + line)
  })
  return [...groups].map(
    ([colour, lines]) =>
      `<path d="${lines}" stroke="${colour}" stroke-width="1.6" fill="none" stroke-linecap="round"/>`,
  )
}

function dots(seeds, at) {
  const pre = seeds.labels.indexOf('pre')
  return Array.from(seeds.index, (node, s) => {
    const [x, y] = at(node)
    const colour = seeds.label[s] === pre ? colours.at(-1) : colours[0]
    return `<circle cx="${x}" cy="${y}" r="1.7" fill="${colour}"/>`
  })
}

const title = (x, text) => `<text x="${x}" y="22" font-size="14">${text}</text>`

runScript(async () => {
  const { propagateLabels, readNeuron, readSynapses, seedsFromSynapses } = require(root)
  const file = (name) => path.join(root, 'examples/neuron', name)
  const neuron = await readNeuron(file('neuron.swc'))
  const seeds = await seedsFromSynapses(neuron, await readSynapses(file('synapses.csv')))
  const result = await propagateLabels(neuron, seeds, {
    clamping: 'soft',
    alpha: 0.98,
  })
  const share = result.column('pre')
  const [before, after] = [projected(neuron, 0), projected(neuron, width)]
  const shade = (node) => {
    const step = Math.min(colours.length - 1, Math.floor(share[node] * colours.length))
    return colours[step]
  }
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * width} ${height}" font-family="sans-serif">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    title(margin, 'a neuron and its synapses: blue post, red pre'),
    ...edges(neuron, before, () => undefined),
    ...dots(seeds, before),
    title(width + margin, 'the share of each label, everywhere'),
    ...edges(neuron, after, shade),
    '</svg>',
  ]
  fs.writeFileSync(path.join(root, 'docs/example.svg'), `${svg.join('\n')}\n`)
  console.log(String(result))
})
