import { join } from 'node:path'
import { BrowserWindow } from 'electron'

/** A window with the app's page: sandboxed, without Node.js, and with no way to another page. */
export function openedWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1100,
    height: 760,
    webPreferences: {
      preload: join(__dirname, 'preload.js'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    },
  })
  const { webContents: contents } = window
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.session.setPermissionRequestHandler((_, __, answer) => answer(false))
  void window.loadFile(join(__dirname, 'index.html'))
  return window
}
