/** `node build.mjs [FOLDER]`: bundles the app into `dist/`, or into the folder that is named. */

import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const outdir = resolve(argv[2] ?? join(here, 'dist'))
const source = (name) => join(here, 'src', name)

/** What runs in Node. A sandboxed preload script has no `require` of files: it must be one file. */
const inNode = {
  entryPoints: [source('main/main.ts'), source('preload/preload.ts'), source('worker/worker.ts')],
  entryNames: '[name]',
  outdir,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // The library loads its addon by the path of its own package, and so stays one.
  external: ['electron', 'neuroprop'],
}

/** What runs in the page: a classic script, as modules are subject to CORS, which files fail. */
const inPage = {
  entryPoints: [source('renderer/renderer.ts')],
  outdir,
  bundle: true,
  format: 'iife',
  target: 'chrome140',
}

await mkdir(outdir, { recursive: true })
await Promise.all([build(inNode), build(inPage)])
for (const name of ['index.html', 'style.css']) {
  await copyFile(source(`renderer/${name}`), join(outdir, name))
}
