'use strict'

const neuroprop = require('neuroprop')
const tables = require('./tables')

void tables(neuroprop).then((text) => console.log(text))
