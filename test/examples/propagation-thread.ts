/** Stands in for the utility process of examples/electron: a thread, whose ports Node.js can pass. */

import { parentPort, type MessagePort } from 'node:worker_threads'
import { Propagations } from '../../examples/electron/src/worker/propagate'

const propagations = new Propagations()

parentPort!.on('message', ({ data, ports }: { data: unknown; ports: MessagePort[] }) => {
  try {
    propagations.take(data, ports)
  } catch (error) {
    parentPort!.postMessage(String(error))
  }
})
