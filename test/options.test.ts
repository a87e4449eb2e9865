import assert from 'node:assert/strict'
import { checkedOptions } from '../lib/options'

const known = ['clamping', 'alpha', 'maxIterations']

describe('checkedOptions', () => {
  it('rejects what is no object', () => {
    for (const given of ['hard', 5, true, null, ['hard'], () => 0]) {
      assert.throws(() => checkedOptions(given as unknown as object, known, 'propagateLabels'), {
        name: 'TypeError',
        code: 'ERR_INVALID_ARGUMENT',
        message: /^the options of propagateLabels must be an object; got /,
      })
    }
  })

  it('names the option that is nearest to an unknown one', () => {
    const nearest = {
      clampng: 'clamping',
      Clamping: 'clamping',
      alhpa: 'alpha',
      maxiterations: 'maxIterations',
    }
    for (const [name, other] of Object.entries(nearest)) {
      assert.throws(() => checkedOptions({ [name]: 1 }, known, 'propagateLabels'), {
        name: 'TypeError',
        code: 'ERR_UNKNOWN_OPTION',
        message: `unknown option \`${name}\`; did you mean \`${other}\`?`,
      })
    }
  })

  it('names all options where none is near, also for an undefined value', () => {
    assert.throws(() => checkedOptions({ zzz: undefined }, known, 'propagateLabels'), {
      message: 'unknown option `zzz`; there are `clamping`, `alpha`, `maxIterations`',
    })
    assert.throws(() => checkedOptions({ toString: 1 }, known, 'propagateLabels'), {
      code: 'ERR_UNKNOWN_OPTION',
    })
  })

  it('takes known options, undefined values, and nothing', () => {
    const given = { alpha: 0.5, clamping: undefined }
    assert.equal(checkedOptions(given, known, 'propagateLabels'), given)
    assert.deepEqual(checkedOptions(undefined, known, 'propagateLabels'), {})
  })
})
