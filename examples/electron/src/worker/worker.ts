/** The utility process: a Node.js process without a window, in which the library is at work. */

import { Propagations } from './propagate'

const propagations = new Propagations()

process.parentPort.on('message', ({ data, ports }) => {
  try {
    propagations.take(data, ports)
  } catch (error) {
    // The process goes on: what arrived was a fault of the app, not of the jobs at work.
    process.stderr.write(`${String(error)}\n`)
  }
})
