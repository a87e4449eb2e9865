/** The main process: windows, dialogs, and the channels between page and utility process. */

import { join } from 'node:path'
import {
  app,
  ipcMain,
  MessageChannelMain,
  utilityProcess,
  type IpcMainInvokeEvent,
  type MessagePortMain,
} from 'electron'
import { channels } from '../channels'
import { Desk } from './desk'
import { dialogsOf } from './dialogs'
import { Jobs, type Client } from './jobs'
import { openedWindow } from './window'

const jobs = new Jobs<MessagePortMain>({
  fork: () => utilityProcess.fork(join(__dirname, 'worker.js'), [], { serviceName: 'neuroprop' }),
  channel: () => new MessageChannelMain(),
})

/** The desk of each window, by the id of its contents. */
const desks = new Map<number, Desk<MessagePortMain>>()

function openWindow(): void {
  const window = openedWindow()
  const { webContents: contents } = window
  const { id } = contents
  const client: Client<MessagePortMain> = {
    begun: (port) => contents.postMessage(channels.begun, null, [port]),
    lost: (error) => contents.send(channels.lost, error),
  }
  desks.set(id, new Desk(jobs, client, dialogsOf(window)))
  // A page that is closed, reloaded or has crashed has no use for its job.
  const left = (): void => jobs.cancel(client)
  contents.on('render-process-gone', left)
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) left()
  })
  window.on('closed', () => {
    left()
    desks.delete(id)
  })
}

/** The desk of the window that asks; its own page alone may. */
function deskOf({ sender, senderFrame }: IpcMainInvokeEvent): Desk<MessagePortMain> {
  const desk = desks.get(sender.id)
  if (desk === undefined || senderFrame !== sender.mainFrame)
    throw new Error('not a page of this app')
  return desk
}

ipcMain.handle(channels.open, (event, what: unknown) => deskOf(event).open(what))
ipcMain.handle(channels.propagate, (event, options: unknown) => deskOf(event).propagate(options))
ipcMain.handle(channels.save, (event) => deskOf(event).save())
ipcMain.handle(channels.cancel, (event) => deskOf(event).cancel())

app.on('window-all-closed', () => app.quit())
app.on('will-quit', () => jobs.quit())
app.on('activate', () => {
  if (desks.size === 0) openWindow()
})
app.on('second-instance', openWindow)

if (app.requestSingleInstanceLock()) void app.whenReady().then(openWindow)
else app.quit()
