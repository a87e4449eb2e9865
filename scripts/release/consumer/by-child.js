'use strict'

const { fork } = require('node:child_process')

if (process.send === undefined) {
  const child = fork(__filename)
  child.on('message', (text) => console.log(text))
  child.on('exit', (code) => (process.exitCode = code ?? 1))
} else {
  const tables = require('./tables')
  void tables(require('neuroprop')).then((text) => process.send(text))
}
