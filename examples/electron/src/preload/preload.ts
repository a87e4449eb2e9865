/** Runs before the page, in its sandbox, and gives it the API and nothing else. */

import { contextBridge, ipcRenderer } from 'electron'
import { apiOf } from './api'

contextBridge.exposeInMainWorld('neuroprop', apiOf<MessagePort>(ipcRenderer))
