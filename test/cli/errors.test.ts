import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { built, exampleFolder, run, type Outcome } from './command'

/** A command line, and the one line that it ends with after `error: `. */
type Fault = [args: string, message: string | RegExp]

const published = 'propagate neuron.swc --synapses synapses.csv --preset navis'
const clicks = 'propagate neuron.swc --preset navis --labels'

/** Exit code 2: another command line would not fail. */
const wrongUsage: Fault[] = [
  ['propgate', 'unknown command `propgate`; did you mean `propagate`?'],
  ['zzz', 'unknown command `zzz` (--help says more)'],
  ['--zzz', 'unknown option `--zzz` (--help says more)'],
  ['propagate', '`<neuron>` is missing (--help says more)'],
  ['info neuron.swc more', '`info` takes 1 argument; got 2 (--help says more)'],
  ['generate', '`--output <folder>` is missing (--help says more)'],
  [`${published} --clampng soft`, 'unknown option `--clampng`; did you mean `--clamping`?'],
  [`${published} --zzz`, 'unknown option `--zzz` (--help says more)'],
  [`${published} --alpha`, '`--alpha <number>` needs its argument (--help says more)'],
  [`${published} --alpha x`, '`--alpha` must be a number; got "x"'],
  [`${published} --threads 1_000`, '`--threads` must be a number; got "1_000"'],
  [`${published} --voxel-size 8,,8`, '`--voxel-size` must be a number; got ""'],
  [
    `${published} --clamping soft --alpha 1.5`,
    '`--alpha` must be a number from 0 to 1; got 1.5 (number)',
  ],
  [
    `${published} --alpha 0.5`,
    '`--alpha` goes with `--clamping` \'soft\'; got `--clamping` "hard"',
  ],
  [`${published} --clamping soft:0.9 --alpha 0.5`, /two different alphas; give one$/],
  [`${published} --clamping toString`, /^`--clamping` must be 'hard', .*; got "toString"$/],
  [
    `${published} --max-iterations 1.5`,
    '`--max-iterations` must be an integer, 1 or greater; got 1.5 (number)',
  ],
  [
    `${published} --tolerance 1`,
    '`--tolerance` must be a number above 0 and below 1; got 1 (number). For a number of settled steps give `--patience`',
  ],
  [`${published} --patience -1`, '`--patience` must be an integer, 0 or greater; got -1 (number)'],
  [`${published} --threads 0`, '`--threads` must be an integer, 1 or greater; got 0 (number)'],
  [`${published} --change-norm l2`, "`--change-norm` must be 'max' or 'frobenius'; got \"l2\""],
  [`${published} --edge-weights len`, /^`--edge-weights` must be 'length', .*; got "len"$/],
  [`${published} --preset nevis`, '`--preset` must be \'navis\'; got "nevis"'],
  [`${published} --solver iteratve`, /^`--solver` must be .*; got "iteratve"/],
  [`${published} --snap near`, "`--snap` must be 'nearest' or 'node-id'; got \"near\""],
  [
    `${published} --seeds majorty`,
    /^`--seeds` must be .* or 'column:NAME'; got "majorty"; did you mean 'majority'\?$/,
  ],
  [`${published} --units mm`, "`--units` must be 'nm', 'um' or 'voxel'; got \"mm\""],
  [`${published} --units voxel`, /^`--units` 'voxel' needs `--voxel-size`, /],
  [
    `${published} --synapse-units mm`,
    /^`--synapse-units` must be 'nm', 'um' or 'voxel'; got "mm"$/,
  ],
  [
    `${published} --synapse-units voxel`,
    /^`--synapse-units` 'voxel' needs `--synapse-voxel-size`, /,
  ],
  [`${published} --voxel-size 8,8`, /^`--voxel-size` must be a number or three numbers, in nm; /],
  [`${published} --columns type`, '`--columns` must be name=value pairs; got "type"'],
  [`${published} --columns tpe=side`, /^unknown option `--columns tpe`; there are `type`, `x`, /],
  [`${published} --label-weights pre=x`, '`--label-weights` must be a number; got "x"'],
  [
    `${published} --label-weights pre=1,pre=2`,
    '`--label-weights` must name each once; got "pre" twice',
  ],
  [
    `${published} --label-order pre,post,pre`,
    '`--label-order` must name every label once; got "pre" twice',
  ],
  [`${clicks} numbers.csv --label-order 9,x`, /^`--label-order` must name .*, numbers; got "x"$/],
  [`${published} --probabilities row --output a.csv`, /^`--probabilities` must be .*; got "row"$/],
  [`${published} --probabilities raw`, /^`--probabilities` .*; give its file with `--output`$/],
  [`${published} --swc-types pre=x --output a.swc`, '`--swc-types` must be a number; got "x"'],
  [`${published} --swc-types pre=2 --output a.csv`, /^`--swc-types` goes with a \.swc file; /],
  [`${published} --output a.txt`, /ends in \.csv, \.tsv or \.json .*; got "a\.txt"$/],
  [`${published} --quiet --json`, '`--quiet` and `--json` exclude each other (--help says more)'],
  [
    `${published} --quiet --verbose`,
    '`--quiet` and `--verbose` exclude each other (--help says more)',
  ],
  [`${published} --labels numbers.csv`, '`--synapses` and `--labels` exclude each other; give one'],
  [
    `${clicks} numbers.csv --seeds majority`,
    '`--seeds` goes with `--synapses`, not with `--labels`',
  ],
  [`${clicks} numbers.csv --snap nearest`, '`--snap` goes with `--synapses`, not with `--labels`'],
  [
    `${clicks} numbers.csv --max-synapse-distance 5`,
    '`--max-synapse-distance` goes with labels at x, y, z; numbers.csv names nodes',
  ],
  ['propagate neuron.swc --preset navis', 'labels are needed: give `--synapses` or `--labels`'],
  [
    'propagate neuron.obj --synapses synapses.csv --preset navis --directed',
    /^`--directed` needs a skeleton: /,
  ],
  [
    'generate --output made --nodes 5',
    '`--nodes` must be an integer from 100 to 10000000; got 5 (number)',
  ],
  ['generate --output made --mixing x', '`--mixing` must be a number; got "x"'],
]

/** Exit code 1: the files are not as they should be. */
const failures: Fault[] = [
  ['info absent.swc', 'absent.swc: no such file or directory (ENOENT)'],
  ['info folder.csv', 'folder.csv: a directory where a file is needed (EISDIR)'],
  [`${clicks} absent.csv`, 'absent.csv: no such file or directory (ENOENT)'],
  [
    'propagate neuron.swc --synapses folder.csv --preset navis',
    'folder.csv: a directory where a file is needed (EISDIR)',
  ],
  ['info garbage.swc', /^garbage\.swc:1: expected 7 columns .*, got 1$/],
  ['info garbage', /^garbage: expected .*SWC .*; found "/],
  ['info empty.swc', /^empty\.swc: no nodes; /],
  ['info short.swc.gz', 'short.swc.gz: the gzip data end too early'],
  ['info nan.swc', 'nan.swc:3: x must be a finite number; got nan'],
  ['info nan.obj', 'nan.obj:2: z must be a finite number; got inf'],
  ['info cycle.swc', /^cycle\.swc:\d: `parents` contains a cycle: 17 -> 41 -> 17\. Set one of /],
  ['info twice.swc', 'twice.swc:3: node id 7 occurs twice; first on line 1'],
  ['info faces.obj', 'faces.obj:4: `f` references vertex 4 but there are only 3 vertices'],
  [
    'propagate neuron.swc --synapses nan.csv --preset navis',
    /^nan\.csv:3: y must be a finite number; /,
  ],
  [
    'propagate neuron.swc --synapses numbers.csv --preset navis',
    /^numbers\.csv: no column .*; name it with `--columns type`$/,
  ],
  [
    `${published} --seeds column:rio`,
    /^`--seeds` names column `rio`, but the synapses have .*`roi`/,
  ],
  [`${published} --columns type=side`, /^`--columns type` names "side", but synapses\.csv has /],
  [
    `${published} --node-weights rad`,
    '`--node-weights` names property `rad`, but the neuron has `type`, `radius`',
  ],
  [`${published} --label-order pre`, '`--label-order` must name every label; "post" is missing'],
  [
    `${published} --label-weights pre=-1`,
    '`--label-weights` of "pre" must be finite and not negative; got -1',
  ],
  [
    `${published} --synapse-units nm`,
    /^the synapses have units but the neuron has none; give `--units` /,
  ],
  [
    `${published} --max-synapse-distance 5`,
    /^`--max-synapse-distance` is in nm, but .* give `--units` /,
  ],
  [`${clicks} unknown.csv`, '`--labels`: the neuron has no node id 99999'],
  [`${clicks} none.csv`, 'neuron neuron has no seeds: no node carries a label'],
  [
    `${published} --output absent/labels.csv`,
    'absent/labels.csv: no such file or directory (ENOENT)',
  ],
  [`${published} --output folder.csv`, 'folder.csv: a directory where a file is needed (EISDIR)'],
  ['generate --output neuron.swc/made', 'neuron.swc/made: not a directory (ENOTDIR)'],
]

const files: Record<string, string | Uint8Array> = {
  garbage: Buffer.from(Array.from({ length: 999 }, (_, i) => 128 + ((i * 37) % 128))),
  'garbage.swc': Buffer.from(Array.from({ length: 999 }, (_, i) => 128 + ((i * 37) % 128))),
  'empty.swc': '',
  'nan.swc': '# a comment\n1 1 0 0 0 1 -1\n2 1 nan 0 0 1 1\n',
  'nan.obj': 'v 0 0 0\nv 1 0 inf\nv 0 1 0\nf 1 2 3\n',
  'cycle.swc': '17 1 0 0 0 1 41\n41 1 1 0 0 1 17\n',
  'twice.swc': '7 1 0 0 0 1 -1\n8 1 1 0 0 1 7\n7 1 2 0 0 1 8\n',
  'faces.obj': 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 4\n',
  'nan.csv': 'type,x,y,z\npre,1,2,3\npost,1,NaN,3\n',
  'numbers.csv': 'node_id,label\n1,10\n1400,9\n',
  'unknown.csv': 'node_id,label\n1,a\n99999,b\n',
  'none.csv': 'node_id,label\n1,\n',
}

describe('errors of the command line', () => {
  let folder: string
  before(() => {
    folder = exampleFolder()
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
    const skeleton = gzipSync(readFileSync(join(folder, 'neuron.swc')))
    writeFileSync(join(folder, 'short.swc.gz'), skeleton.subarray(0, 5000))
    mkdirSync(join(folder, 'folder.csv'))
  })
  before(built)
  after(() => rmSync(folder, { recursive: true }))

  /** Runs all command lines, as many at a time as there are cores, and gives what they say. */
  async function outcomesOf(faults: readonly Fault[]): Promise<Map<Fault, Outcome>> {
    const outcomes = new Map<Fault, Outcome>()
    const waiting = [...faults]
    const worker = async (): Promise<void> => {
      for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
        outcomes.set(fault, await run(fault[0].split(' '), { cwd: folder }))
      }
    }
    await Promise.all(Array.from({ length: availableParallelism() }, worker))
    return outcomes
  }

  for (const [code, faults] of [
    [2, wrongUsage],
    [1, failures],
  ] as const) {
    describe(`are one line, and code ${code}, for`, () => {
      let outcomes: Map<Fault, Outcome>
      let files: string[]
      before(async () => {
        files = readdirSync(folder).sort()
        outcomes = await outcomesOf(faults)
      })

      for (const fault of faults) {
        it(fault[0], () => {
          const { code: found, stdout, stderr } = outcomes.get(fault)!
          assert.match(stderr, /^error: [^\n]+\n$/)
          const message = stderr.slice('error: '.length, -1)
          if (typeof fault[1] === 'string') assert.equal(message, fault[1])
          else assert.match(message, fault[1])
          assert.deepEqual([found, stdout.length], [code, 0])
        })
      }

      it('and leave no files', () => assert.deepEqual(readdirSync(folder).sort(), files))
    })
  }

  it('needs no solver to be named', async () => {
    const { code, stdout } = await run(published.split(' ').slice(0, 4), { cwd: folder })
    assert.equal(code, 0)
    assert.match(stdout.toString(), /^solver +direct by elimination \(/m)
  })

  it('says that the fault is in standard input', async () => {
    const stdin = Buffer.from(files['nan.swc'])
    const neuron = await run(['info', '-'], { stdin })
    assert.equal(neuron.stderr, 'error: standard input:3: x must be a finite number; got nan\n')
    const args = ['propagate', 'neuron.swc', '--preset', 'navis', '--synapses', '-']
    const table = await run(args, { cwd: folder, stdin: Buffer.from(files['nan.csv']) })
    assert.match(table.stderr, /^error: standard input:3: y must be a finite number; [^\n]*\n$/)
    const empty = await run(['info', '-'])
    assert.match(empty.stderr, /^error: standard input: expected [^\n]*; found no data\n$/)
    assert.deepEqual([neuron.code, table.code, empty.code], [1, 1, 1])
  })

  it('lets one file alone be standard input', async () => {
    const args = ['propagate', '-', '--preset', 'navis', '--synapses', '-']
    const stdin = readFileSync(join(folder, 'neuron.swc'))
    const { code, stderr } = await run(args, { stdin })
    assert.equal(stderr, 'error: both the neuron and --synapses are read from standard input (-)\n')
    assert.equal(code, 2)
  })

  it('keeps an earlier table where a run fails', async () => {
    const file = join(folder, 'kept.csv')
    writeFileSync(file, 'kept')
    const args = `${published} --max-synapse-distance 5 --output kept.csv`.split(' ')
    assert.equal((await run(args, { cwd: folder })).code, 1)
    assert.equal(readFileSync(file, 'utf8'), 'kept')
    assert.equal((await run(args.slice(0, 6).concat(args.slice(-2)), { cwd: folder })).code, 0)
    assert.match(readFileSync(file, 'utf8'), /^node_id,label,p_post,p_pre\n/)
  })
})
