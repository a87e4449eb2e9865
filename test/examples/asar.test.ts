import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createPackageWithOptions, extractAll, listPackage, statFile } from '@electron/asar'
import { expectedOfMain, layOutApp } from './packaged-app'

/** The pattern that the example's packager is given. */
const { build } = JSON.parse(
  readFileSync(join(__dirname, '../../examples/electron/package.json'), 'utf8'),
) as { build: { asarUnpack: string[]; npmRebuild: boolean } }

const addonBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.node$/.test(name))

/** Files of the archive itself that are addons. */
const packedAddons = (archive: string): string[] =>
  listPackage(archive, { isPack: true }).filter((line) => /^pack\b.*\.node$/.test(line))

interface Printed {
  labels: string[]
  scores: number[]
  addons: string[]
}

/** What the app's script prints; to the addon's loader the process says that it is Electron. */
function run(folder: string): Printed {
  const { NEUROPROP_ADDON: _, ...env } = process.env
  const printed = execFileSync(process.execPath, [join(folder, 'main.js')], {
    encoding: 'utf8',
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
  })
  return JSON.parse(printed) as Printed
}

const places = {
  'compiled on installation': 'build/Release/addon.node',
  prebuilt: `prebuilds/${process.platform}-${process.arch}/node.napi.node`,
}

for (const [name, place] of Object.entries(places)) {
  describe(`an app in an ASAR archive, its addon ${name}`, () => {
    const inPackage = join('node_modules', 'neuroprop', place)
    let folder: string
    let archive: string

    before(async () => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), 'neuroprop-asar-')))
      archive = join(folder, 'app.asar')
      layOutApp(join(folder, 'app'), place)
      await createPackageWithOptions(join(folder, 'app'), archive, { unpack: build.asarUnpack[0] })
    })
    after(() => rmSync(folder, { recursive: true }))

    it('has the addon beside the archive, where the loader is led to', () => {
      // Before it is packed, the loader of this layout finds the addon at `place`; in Electron the
      // same path within app.asar leads to app.asar.unpacked where the archive says `unpacked`.
      const { addons } = run(join(folder, 'app'))
      assert.deepEqual(addons, [join(folder, 'app', inPackage)])
      const entry = statFile(archive, inPackage)
      assert.ok('unpacked' in entry && entry.unpacked)
      assert.deepEqual(addonBelow(`${archive}.unpacked`), [inPackage])
    })

    it('has no addon in the archive', () => {
      assert.deepEqual(packedAddons(archive), [])
      assert.ok(listPackage(archive, { isPack: false }).some((file) => file.endsWith('index.js')))
    })

    it('propagates with what was packed', () => {
      const extracted = join(folder, 'extracted')
      extractAll(archive, extracted)
      const { addons, ...result } = run(extracted)
      assert.deepEqual(result, expectedOfMain)
      assert.deepEqual(
        addons.map((path) => relative(extracted, path)),
        [inPackage],
      )
    })

    it('would have it in the archive without the pattern', async () => {
      const whole = join(folder, 'whole.asar')
      await createPackageWithOptions(join(folder, 'app'), whole, {})
      assert.equal(packedAddons(whole).length, 1)
      assert.ok(!existsSync(`${whole}.unpacked`))
    })
  })
}

describe('the packaging of the Electron example', () => {
  it('does not rebuild an addon that fits every Electron', () => {
    assert.equal(build.npmRebuild, false)
  })
})
