import { Command, CommanderError } from 'commander'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorText, exitCodeOf } from './errors'
import { generateCommand } from './generate-command'
import { infoCommand } from './info-command'
import { propagateCommand } from './propagate-command'
import { signalled } from './signals'

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
  neuroprop propagate --help

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 and 143 interrupted by a signal.`,
    )
  for (const command of [propagateCommand(signal), infoCommand(signal), generateCommand(signal)]) {
    program.addCommand(command)
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().showHelpAfterError('(--help says more)')
  }
  return program
}

/**
 * Runs one command line. What was asked for goes to standard output, everything else to standard
 * error. Gives the exit code: 0 done, 1 failed, 2 wrong usage, 130 and 143 after a signal.
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const interruption = signalled()
  try {
    await program(interruption.signal).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (interruption.code !== undefined) {
      process.stderr.write('interrupted\n')
      return interruption.code
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (isClosedPipe(error)) return 0 // the reader has seen enough
    process.stderr.write(`${errorText(error)}\n`)
    return exitCodeOf(error)
  } finally {
    interruption.end()
  }
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'EPIPE'
}
