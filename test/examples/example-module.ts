import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import type * as neuroprop from '../../lib/index'
import { program, type PublicNames } from './docstring-examples'
import type { Given } from './given'

/** The examples as functions, by their names and numbers. */
export type Examples = Record<string, (given: Given) => Promise<void>>

/**
 * The text of a module that exports the examples. An example sees what the package exports and what
 * is given, and may declare names of its own that hide them.
 */
function moduleText({ values, examples }: PublicNames): string {
  const path = (file: string): string => JSON.stringify(join(__dirname, file))
  const functions = examples.map(
    ({ name, code }, i) =>
      `${JSON.stringify(`${i + 1} ${name}`)}: async ({ ${givenNames.join(', ')} }) => {{\n${code}\n}},`,
  )
  return [
    `import type * as neuroprop from ${path('../../lib/index')}`,
    `import type { Examples } from ${path('example-module')}`,
    `export const examplesOf = ({ ${values.join(', ')} }: typeof neuroprop): Examples => ({`,
    ...functions,
    '})',
  ].join('\n')
}

const givenNames: readonly (keyof Given)[] = [
  ...(['neuron', 'mesh', 'skeleton', 'neurons', 'synapses', 'someSeeds', 'labelsOf'] as const),
  ...(['propagator', 'result', 'split', 'console', 'process'] as const),
]

/** Compiles the examples in a folder: the functions, and what the compiler has to say. */
export function compiledExamples(
  names: PublicNames,
  folder: string,
  old: ts.Program,
): { examplesOf: (api: typeof neuroprop) => Examples; faults: string[] } {
  const file = join(folder, 'examples.ts')
  const text = moduleText(names)
  writeFileSync(file, text)
  const compiled = program([file], old)
  const diagnostics = ts.getPreEmitDiagnostics(compiled, compiled.getSourceFile(file))
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  })
  const exported = {} as { examplesOf: (api: typeof neuroprop) => Examples }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what docstrings say is run here
  const load = new Function('exports', outputText) as (exports: unknown) => void
  load(exported)
  return { examplesOf: exported.examplesOf, faults: diagnostics.map(faultText) }
}

function faultText({ file, start, messageText }: ts.Diagnostic): string {
  const line = file ? file.text.slice(0, start).split('\n').length : 0
  const said = ts.flattenDiagnosticMessageText(messageText, ' ')
  return `${said}: ${file?.text.split('\n')[line - 1] ?? ''}`
}
