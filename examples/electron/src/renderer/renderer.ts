/** The page: buttons, progress, the picture and the table. */

import type { Api } from '../preload/api'
import type { JobEvent, Options, Outcome, ShownError } from '../protocol'
import { Picture } from './picture'
import { headRow, legend, tableRows } from './table'

declare global {
  /** What the preload script gives to the page. */
  var neuroprop: Api
}

const element = (id: string): HTMLElement => document.getElementById(id)!

const buttons = {
  propagate: element('propagate') as HTMLButtonElement,
  cancel: element('cancel') as HTMLButtonElement,
  save: element('save') as HTMLButtonElement,
}
const progress = element('progress') as HTMLProgressElement
const status = element('status')
const picture = new Picture(element('picture') as HTMLCanvasElement)

/** Whether a job is at work, and whether its result can be saved. */
function settle(state: 'idle' | 'working' | 'done', text: string): void {
  buttons.propagate.disabled = state === 'working'
  buttons.cancel.disabled = state !== 'working'
  buttons.save.disabled = state !== 'done'
  progress.max = 1 // a job that ended has left its number of steps here
  if (state === 'working') progress.removeAttribute('value')
  else progress.value = state === 'done' ? 1 : 0
  say(text)
}

function say(text: string, isError = false): void {
  status.textContent = text
  status.classList.toggle('error', isError)
}

function sayError({ code, message }: ShownError): void {
  say(code === undefined ? message : `${message} (${code})`, true)
}

/** What the user chose; what is left empty is the library's choice. */
function options(): Options {
  const value = (id: string): string => (element(id) as HTMLInputElement | HTMLSelectElement).value
  const chosen: Options = { clamping: value('clamping') }
  const [solver, tolerance] = [value('solver'), value('tolerance')]
  if (solver !== '') chosen.solver = solver
  if (tolerance !== '') chosen.tolerance = Number(tolerance)
  return chosen
}

function show(outcome: Outcome): void {
  element('report').textContent = outcome.report
  element('head').replaceChildren(headRow(outcome.labels))
  element('rows').replaceChildren(...tableRows(outcome))
  element('legend').replaceChildren(...legend(outcome))
  picture.show(outcome)
}

neuroprop.onEvent((event: JobEvent) => {
  switch (event.type) {
    case 'progress':
      progress.max = event.total
      progress.value = event.done
      break
    case 'done':
      settle('done', 'Done.')
      show(event.outcome)
      break
    case 'saved':
      say(`Saved ${event.file}.`)
      break
    case 'cancelled':
      settle('idle', 'Cancelled.')
      break
    case 'failed':
      if (event.during === 'propagation') settle('idle', '')
      sayError(event.error)
  }
})

async function open(what: 'neuron' | 'synapses'): Promise<void> {
  const name = await neuroprop.open(what)
  if (name !== null) element(what).textContent = name
}

async function propagate(): Promise<void> {
  settle('working', 'Propagating ..')
  const error = await neuroprop.propagate(options())
  if (error === null) return
  settle('idle', '')
  sayError(error)
}

async function save(): Promise<void> {
  const error = await neuroprop.save()
  if (error !== null) sayError(error)
}

const actions: Record<string, () => Promise<void>> = {
  'open-neuron': () => open('neuron'),
  'open-synapses': () => open('synapses'),
  propagate,
  cancel: () => neuroprop.cancel(),
  save,
}
for (const [id, action] of Object.entries(actions)) {
  element(id).addEventListener('click', () => void action())
}
