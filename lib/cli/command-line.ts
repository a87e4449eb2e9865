import { Command, CommanderError } from 'commander'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorText, exitCodeOf } from './errors'
import { generateCommand } from './generate-command'
import { infoCommand } from './info-command'
import { propagateCommand } from './propagate-command'
import { signalled } from './signals'
import { splitCommand } from './split-command'
import { usageText } from './usage-text'

function version(): string {
  const text = readFileSync(join(__dirname, '../../package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function program(signal: AbortSignal): Command {
  const program = new Command('neuroprop')
    .description('Label propagation on neurons: a few labels in, a probability for every node out.')
    .version(version())
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Examples:
  neuroprop info neuron.swc
  neuroprop propagate neuron.obj --synapses synapses.csv --preset navis --output labels.csv
  neuroprop split neuron.swc --units nm --synapses synapses.csv --output compartments.swc
  neuroprop propagate --help

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some neurons failed, 130 and 143 interrupted by a
signal.`,
    )
  const commands = [propagateCommand, splitCommand, infoCommand, generateCommand]
  for (const command of commands) program.addCommand(command(signal))
  for (const command of [program, ...program.commands]) {
    // What is wrong is thrown, and said in one place.
    command.exitOverride().configureOutput({ outputError: () => undefined })
  }
  return program
}

/**
 * Runs one command line. What was asked for goes to standard output, everything else to standard
 * error. Gives the exit code: 0 done, 1 failed, 2 wrong usage, 3 some neurons failed, 130 and 143
 * after a signal.
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const interruption = signalled()
  const commands = program(interruption.signal)
  try {
    await commands.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (interruption.code !== undefined) {
      process.stderr.write('interrupted\n')
      return interruption.code
    }
    if (isClosedPipe(error)) return 0 // the reader has seen enough
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0
      if (error.code !== 'commander.help') process.stderr.write(`${usageText(error)}\n`)
    } else process.stderr.write(`${errorText(error, optionsOf(commands))}\n`)
    return exitCodeOf(error)
  } finally {
    interruption.end()
  }
}

/** The library's names of all options. */
function optionsOf(program: Command): ReadonlySet<string> {
  const options = program.commands.flatMap((command) => command.options)
  return new Set(options.map((option) => option.attributeName()))
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'EPIPE'
}
