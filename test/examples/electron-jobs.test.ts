import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { Jobs, type Client } from '../../examples/electron/src/main/jobs'
import type { Request, ShownError } from '../../examples/electron/src/protocol'

/** A process that does nothing, and remembers what it was told. */
class IdleProcess extends EventEmitter {
  readonly told: string[] = []
  readonly ports: string[] = []

  postMessage({ type, job }: Request, ports: string[]): void {
    this.told.push(`${type} ${job}`)
    this.ports.push(...ports)
  }

  kill(): void {
    this.told.push('killed')
    this.emit('exit', 0)
  }
}

class TestClient implements Client<string> {
  readonly ports: string[] = []
  readonly losses: ShownError[] = []

  begun(port: string): void {
    this.ports.push(port)
  }

  lost(error: ShownError): void {
    this.losses.push(error)
  }
}

const work = { neuron: 'n.swc', synapses: 's.csv', options: {} }

describe('the jobs of the Electron example', () => {
  let processes: IdleProcess[]
  let jobs: Jobs<string>
  let clients: [TestClient, TestClient]

  beforeEach(() => {
    processes = []
    let channels = 0
    jobs = new Jobs({
      fork: () => {
        processes.push(new IdleProcess())
        return processes.at(-1)!
      },
      channel: () => ({ port1: `worker ${++channels}`, port2: `page ${channels}` }),
    })
    clients = [new TestClient(), new TestClient()]
  })

  it('start no process before it is needed, and one for all', () => {
    assert.equal(processes.length, 0)
    for (const client of clients) jobs.start(client, work)
    assert.equal(processes.length, 1)
    assert.deepEqual(processes[0].told, ['propagate 1', 'propagate 2'])
    assert.deepEqual(processes[0].ports, ['worker 1', 'worker 2'])
    assert.deepEqual(clients[1].ports, ['page 2'])
  })

  it('end the former job of a client before the next one', () => {
    jobs.start(clients[0], work)
    jobs.start(clients[1], work)
    jobs.start(clients[0], work)
    assert.deepEqual(processes[0].told, ['propagate 1', 'propagate 2', 'cancel 1', 'propagate 3'])
  })

  it('end the job of a window that is closed, once', () => {
    jobs.cancel(clients[0])
    jobs.start(clients[0], work)
    jobs.cancel(clients[0])
    jobs.cancel(clients[0])
    assert.deepEqual(processes[0].told, ['propagate 1', 'cancel 1'])
    assert.equal(jobs.save(clients[0], 'labels.csv'), false)
  })

  it('tell of a crash those who have a job, and nobody else', () => {
    const [first, second] = clients
    for (const client of clients) jobs.start(client, work)
    jobs.cancel(second)
    processes[0].emit('exit', 9)
    assert.equal(first.losses.length, 1)
    assert.match(first.losses[0].message, /code 9/)
    assert.equal(second.losses.length, 0)
    jobs.start(second, work)
    assert.equal(processes.length, 2)
    assert.equal(jobs.save(first, 'labels.csv'), false)
    assert.equal(jobs.save(second, 'labels.csv'), true)
    assert.deepEqual(processes[1].told, ['propagate 3', 'save 3'])
  })

  it('tell nobody when the app ends', () => {
    jobs.quit()
    jobs.start(clients[0], work)
    jobs.quit()
    assert.deepEqual(processes[0].told, ['propagate 1', 'killed'])
    assert.equal(clients[0].losses.length, 0)
  })
})
