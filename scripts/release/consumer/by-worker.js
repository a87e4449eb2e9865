'use strict'

const { Worker, isMainThread, parentPort } = require('node:worker_threads')

if (isMainThread) {
  const worker = new Worker(__filename)
  worker.on('message', (text) => console.log(text))
} else {
  const tables = require('./tables')
  void tables(require('neuroprop')).then((text) => parentPort.postMessage(text))
}
