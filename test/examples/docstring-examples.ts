import { join } from 'node:path'
import ts from 'typescript'

/** What index.ts exports, and the examples in its docstrings. */
export interface PublicNames {
  /** Names of values: functions, classes, constants. */
  values: string[]
  /** Names of functions and classes. */
  documented: string[]
  /** Of an export such as `seeds`, or of a member of a class such as `Propagator.at`. */
  examples: { name: string; code: string }[]
}

const root = join(__dirname, '../..')
const typeRoots = [join(root, 'node_modules/@types')]

/** A program of the checkout's options over these files. */
export function program(files: string[], old?: ts.Program): ts.Program {
  const read = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(read.config as unknown, ts.sys, root)
  // An example shows what a call returns, and so may leave it unused.
  const unused = { noUnusedLocals: false, noUnusedParameters: false }
  const own = { ...unused, noEmit: true, rootDir: undefined, typeRoots }
  return ts.createProgram(files, { ...options, ...own }, undefined, old)
}

/** The public names of a program's lib/index.ts. */
export function publicNames(compiled: ts.Program): PublicNames {
  const checker = compiled.getTypeChecker()
  const index = compiled.getSourceFile(join(root, 'lib/index.ts'))!
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(index)!)
  const names: PublicNames = { values: [], documented: [], examples: [] }
  for (const symbol of exported) {
    const isType = symbol.declarations?.some((one) => ts.isTypeOnlyExportDeclaration(one))
    const target = aliased(symbol, checker)
    const isValue = !isType && (target.flags & ts.SymbolFlags.Value) !== 0
    if (isValue) names.values.push(symbol.name)
    if (isValue && (target.flags & ts.SymbolFlags.Variable) === 0) {
      names.documented.push(symbol.name)
    }
    const members = [...(target.members?.values() ?? []), ...(target.exports?.values() ?? [])]
    names.examples.push(...examplesOf(target, symbol.name, checker))
    for (const member of members) {
      names.examples.push(...examplesOf(member, `${symbol.name}.${member.name}`, checker))
    }
  }
  return names
}

function aliased(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

function examplesOf(
  symbol: ts.Symbol,
  name: string,
  checker: ts.TypeChecker,
): PublicNames['examples'] {
  return symbol
    .getJsDocTags(checker)
    .filter((tag) => tag.name === 'example')
    .map((tag) => ({ name, code: ts.displayPartsToString(tag.text) }))
}
