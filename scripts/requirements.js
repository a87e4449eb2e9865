'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { spawnSync } = require('node:child_process')

const works = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0

const includeFolders = ['/usr/include', '/usr/local/include', '/opt/homebrew/include']

/** Eigen 3.4 or newer, where CMake will look for it. */
function eigenIsInstalled() {
  const named = process.env.EIGEN3_INCLUDE_DIR
  const folders = named ? [named] : includeFolders.map((folder) => path.join(folder, 'eigen3'))
  return folders.some((folder) => {
    const version = /EIGEN_(WORLD|MAJOR|MINOR)_VERSION\s+(\d+)/g
    const numbers = {}
    for (const file of ['Eigen/src/Core/util/Macros.h', 'Eigen/Version']) {
      const header = path.join(folder, file)
      if (!fs.existsSync(header)) continue
      for (const [, part, number] of fs.readFileSync(header, 'utf8').matchAll(version)) {
        numbers[part] ??= Number(number)
      }
    }
    // 3.4 calls itself WORLD 3, MAJOR 4; from 5 on MAJOR is the first number.
    return numbers.MAJOR >= 4
  })
}

function doctestIsInstalled() {
  return includeFolders.some((folder) => fs.existsSync(path.join(folder, 'doctest/doctest.h')))
}

/** Programs and headers that npm does not bring; `for` says what needs them. */
const requirements = [
  {
    name: 'a C++17 compiler',
    for: 'build',
    apt: 'g++',
    found: () => works('g++') || works('clang++'),
  },
  { name: 'CMake', for: 'build', apt: 'cmake', found: () => works('cmake') },
  {
    name: 'ninja or make',
    for: 'build',
    apt: 'ninja-build',
    found: () => works('ninja') || works('make'),
  },
  { name: 'Eigen 3.4 or newer', for: 'build', apt: 'libeigen3-dev', found: eigenIsInstalled },
  { name: 'doctest', for: 'tests', apt: 'doctest-dev', found: doctestIsInstalled },
  {
    name: 'clang-format',
    for: 'checks',
    apt: 'clang-format',
    found: () => works('clang-format'),
  },
  { name: 'clang-tidy', for: 'checks', apt: 'clang-tidy', found: () => works('clang-tidy') },
]

/**
 * The requirements that are not met, in a fixed order.
 * @param {{ tests?: boolean, checks?: boolean }} [needs] what is wanted beyond the build
 */
function missingRequirements(needs = {}) {
  return requirements.filter((one) => (one.for === 'build' || needs[one.for]) && !one.found())
}

/** The one line that installs these requirements on Debian and Ubuntu. */
function aptLine(missing) {
  const packages = missing.map((one) => one.apt).join(' ')
  return `apt-get install --yes --no-install-recommends ${packages}`
}

/** What is missing, and what to type, as one text of a few lines. */
function missingText(missing) {
  const lines = [`Not installed: ${missing.map((one) => one.name).join(', ')}.`]
  lines.push('On Debian and Ubuntu, as root:', '', `  ${aptLine(missing)}`, '')
  if (process.platform === 'darwin') {
    const brew = 'brew install cmake ninja eigen doctest clang-format llvm'
    lines.push('On macOS:', '', `  xcode-select --install; ${brew}`, '')
  }
  if (process.platform === 'win32') {
    lines.push(
      'On Windows: Visual Studio Build Tools (C++), CMake, and Eigen from eigen.tuxfamily.org',
    )
  }
  lines.push('Headers of Eigen elsewhere: EIGEN3_INCLUDE_DIR=<the folder that holds Eigen/Core>.')
  return lines.join('\n')
}

module.exports = { aptLine, missingRequirements, missingText }
