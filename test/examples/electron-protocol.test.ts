import assert from 'node:assert/strict'
import {
  checkedEvent,
  checkedRequest,
  ProtocolError,
  shownError,
} from '../../examples/electron/src/protocol'

const propagate = {
  type: 'propagate',
  job: 1,
  neuron: 'n.swc',
  synapses: 's.csv',
  options: { clamping: 'soft', alpha: 0.5, lazy: true },
}
const outcome = {
  report: 'nodes 1',
  labels: ['pre'],
  counts: [1],
  unlabelled: 0,
  rows: [],
  points: new Float32Array(2),
  labelIndex: new Int32Array(1),
}

describe('the protocol of the Electron example', () => {
  it('takes every request and every event', () => {
    for (const request of [
      propagate,
      { type: 'save', job: 2, path: 'labels.csv' },
      { type: 'cancel', job: 0 },
    ]) {
      assert.equal(checkedRequest(request), request)
    }
    for (const event of [
      { type: 'progress', done: 1, total: 10 },
      { type: 'done', outcome },
      { type: 'saved', file: 'labels.csv' },
      { type: 'failed', during: 'saving', error: { code: 'ENOSPC', message: 'full' } },
      { type: 'failed', during: 'propagation', error: { message: 'a bug' } },
      { type: 'cancelled' },
    ]) {
      assert.equal(checkedEvent(event), event)
    }
  })

  const wrongRequests: unknown[] = [
    undefined,
    null,
    'cancel',
    [],
    {},
    { type: 'format', job: 1 },
    { type: 'constructor' },
    { type: '__proto__', job: 1 },
    { type: 'cancel' },
    { type: 'cancel', job: 1.5 },
    { type: 'cancel', job: -1 },
    { type: 'cancel', job: 1, path: 'x' },
    { type: 'save', job: 1, path: null },
    { ...propagate, options: null },
    { ...propagate, options: ['hard'] },
    { ...propagate, options: { signal: {} } },
    { ...propagate, neuron: new Uint8Array(3) },
  ]
  for (const request of wrongRequests) {
    it(`refuses the request ${JSON.stringify(request)}`, () => {
      assert.throws(() => checkedRequest(request), ProtocolError)
    })
  }

  const wrongEvents: [string, unknown][] = [
    ['of another type', { type: 'propagate', job: 1 }],
    ['of a progress that is no number', { type: 'progress', done: NaN, total: 1 }],
    ['of a result without its table', { type: 'done', outcome: { ...outcome, rows: undefined } }],
    [
      'of a result with points that do not fit',
      { type: 'done', outcome: { ...outcome, points: new Float32Array(3) } },
    ],
    ['of a failure without words', { type: 'failed', during: 'saving', error: {} }],
    ['of a failure of something else', { type: 'failed', during: 'x', error: { message: '' } }],
  ]
  for (const [name, event] of wrongEvents) {
    it(`refuses an event ${name}`, () => {
      assert.throws(() => checkedEvent(event), ProtocolError)
    })
  }

  it('shows an error in one line, with its code', () => {
    const error = Object.assign(new RangeError('first\n  second'), { code: 'ERR_UNITS' })
    assert.deepEqual(shownError(error), { code: 'ERR_UNITS', message: 'first second' })
    assert.deepEqual(shownError(new Error('bug')), { message: 'bug' })
    assert.deepEqual(shownError('thrown'), { message: 'thrown' })
  })
})
