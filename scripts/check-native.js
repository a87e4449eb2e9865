'use strict'

/** Checks that lib/native.ts declares exactly what the built addon exports. */

const fs = require('node:fs')
const path = require('node:path')
const ts = require('typescript')
const { root } = require('./run-command')

const file = 'lib/native.ts'

/** Names of the members of `interface Addon`. */
function declaredNames() {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const declaration = source.statements.find(
    (one) => ts.isInterfaceDeclaration(one) && one.name.text === 'Addon',
  )
  if (declaration === undefined) throw new Error(`${file} must declare \`interface Addon\``)
  return declaration.members.map((member) => member.name.getText(source))
}

const declared = declaredNames()
const exported = Object.getOwnPropertyNames(require('node-gyp-build')(root))
const without = (names, others) => names.filter((name) => !others.includes(name))

const faults = [
  ...without(declared, exported).map((name) => `${file} declares ${name}; the addon lacks it`),
  ...without(exported, declared).map((name) => `the addon exports ${name}; ${file} lacks it`),
]
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
