import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Headers of Eigen 3: $EIGEN3_INCLUDE_DIR, or where Linux distributions put them. */
function eigenFolder(): string {
  const folder = process.env.EIGEN3_INCLUDE_DIR ?? '/usr/include/eigen3'
  if (existsSync(join(folder, 'Eigen/Sparse'))) return folder
  throw new Error(`no Eigen in ${folder}; EIGEN3_INCLUDE_DIR names its folder`)
}

/**
 * Compiles one of the C++ programs of this folder for this very machine.
 *
 * @param into folder for the program.
 * @returns its path.
 * @throws Error where there is no compiler ($CXX, or g++), or no Eigen for a program that needs it.
 */
export function compiledProgram(name: string, into: string, needsEigen: boolean): string {
  const compiler = process.env.CXX ?? 'g++'
  const program = join(into, name)
  const flags = ['-O3', '-march=native', '-DNDEBUG', '-std=c++17', '-pthread']
  if (needsEigen) flags.push('-isystem', eigenFolder())
  const source = resolve(__dirname, '..', `${name}.cpp`)
  const { status, stderr, error } = spawnSync(compiler, [...flags, source, '-o', program])
  if (status === 0) return program
  throw new Error(`${compiler} does not compile ${name}.cpp: ${error?.message ?? String(stderr)}`)
}
