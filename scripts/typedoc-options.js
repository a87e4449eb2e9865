'use strict'

/**
 * How typedoc makes the API reference out of the docstrings: `npm run docs` writes it to docs/api,
 * `npm run check` makes it without writing, and fails where a public name has no docstring.
 */

const fs = require('node:fs')
const path = require('node:path')
const { root } = require('./run-command')

/** The codes of errors: the text of each is its documentation. */
const codes = fs
  .readFileSync(path.join(root, 'lib/errors.ts'), 'utf8')
  .matchAll(/^ {2}(ERR_[A-Z_]+):/gm)

module.exports = {
  entryPoints: [path.join(root, 'lib/index.ts')],
  tsconfig: path.join(root, 'tsconfig.json'),
  out: path.join(root, 'docs/api'),
  name: 'neuroprop',
  readme: path.join(root, 'README.md'),
  excludePrivate: true,
  excludeInternal: true,
  disableSources: true,
  includeVersion: true,
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
  validation: { invalidLink: true, invalidPath: true, notExported: true, notDocumented: true },
  intentionallyNotDocumented: Array.from(codes, ([, code]) => `errorCodes.__type.${code}`),
  // Parameters for this package alone, and what a user need not name to hand it over.
  intentionallyNotExported: ['MeshParts', 'SkeletonParts'],
}
