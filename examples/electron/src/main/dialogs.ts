import { dialog, type BrowserWindow, type FileFilter } from 'electron'
import type { Dialogs } from './desk'

const filters: Record<'neuron' | 'synapses' | 'result', FileFilter[]> = {
  neuron: [
    { name: 'Neurons', extensions: ['swc', 'obj', 'ply', 'stl', 'gz'] },
    { name: 'All files', extensions: ['*'] },
  ],
  synapses: [
    { name: 'Tables', extensions: ['csv', 'tsv', 'gz'] },
    { name: 'All files', extensions: ['*'] },
  ],
  result: [
    { name: 'Table (CSV)', extensions: ['csv'] },
    { name: 'Table (TSV)', extensions: ['tsv'] },
    { name: 'JSON', extensions: ['json'] },
    { name: 'Coloured neuron (PLY)', extensions: ['ply'] },
    { name: 'Labelled skeleton (SWC)', extensions: ['swc'] },
  ],
}

/** The system's dialogs, on top of a window. */
export function dialogsOf(window: BrowserWindow): Dialogs {
  return {
    async open(what) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        filters: filters[what],
        properties: ['openFile'],
      })
      return canceled ? null : filePaths[0]
    },
    async save(suggestion) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        defaultPath: suggestion,
        filters: filters.result,
      })
      return canceled ? null : filePath
    },
  }
}
