import neuroprop from './index.js'
