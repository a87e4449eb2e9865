import { stdout } from 'node:process'
import * as neuroprop from 'neuroprop'
import tables from './tables.js'

stdout.write(`${await tables(neuroprop)}\n`)
