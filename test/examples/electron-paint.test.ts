import assert from 'node:assert/strict'
import {
  fittedView,
  paintDots,
  pixelOf,
  zoomedView,
} from '../../examples/electron/src/renderer/paint'

const [width, height] = [20, 10]
const colours = [pixelOf('#0072b2'), pixelOf('#d55e00')]
const none = pixelOf('#bbbbbb')

/** The picture of dots at these places of the plane, with these labels. */
function painted(places: [number, number][], labels: number[], side = 1): Uint32Array {
  const data = new Uint32Array(width * height).fill(7)
  const dots = {
    points: Float32Array.from(places.flat()),
    labelIndex: Int32Array.from(labels),
  }
  const view = { scale: 1, x: 0, y: 0 }
  paintDots({ data, width, height }, dots, view, { colours, none, side })
  return data
}

/** Pixels that are not empty, by their place `x,y`. */
function filled(data: Uint32Array): Record<string, number> {
  const entries = Array.from(data, (pixel, i): [string, number] => [
    `${i % width},${Math.floor(i / width)}`,
    pixel,
  ])
  return Object.fromEntries(entries.filter(([, pixel]) => pixel !== 0))
}

describe('the picture of the Electron example', () => {
  it('has the bytes of a colour in the order of a canvas', () => {
    const bytes = new Uint8Array(Uint32Array.of(pixelOf('#0072b2')).buffer)
    assert.deepEqual([...bytes], [0x00, 0x72, 0xb2, 0xff])
  })

  it('paints each node in the colour of its label, and clears what was there', () => {
    const data = painted(
      [
        [3.5, 2.5],
        [19.5, 9.5],
        [0.5, 0.5],
      ],
      [0, 3, -1],
    )
    assert.deepEqual(filled(data), { '3,2': colours[0], '19,9': colours[1], '0,0': none })
  })

  it('paints nodes with a label above those without', () => {
    const place: [number, number] = [5.5, 5.5]
    assert.deepEqual(filled(painted([place, place], [1, -1])), { '5,5': colours[1] })
  })

  it('cuts squares at the edges, and leaves out what is outside', () => {
    const data = painted(
      [
        [0, 0],
        [20, 10],
        [-9, 5],
        [25, 5],
        [NaN, 5],
      ],
      [0, 1, 0, 0, 0],
      2,
    )
    assert.deepEqual(filled(data), { '0,0': colours[0], '19,9': colours[1] })
  })

  it('fits the plane into the picture, and zooms about the pointer', () => {
    const view = fittedView(400, 200)
    for (const end of [-1, 1]) {
      for (const [middle, size] of [
        [view.x, 400],
        [view.y, 200],
      ]) {
        const pixel = middle + view.scale * end
        assert.ok(pixel > 0 && pixel < size)
      }
    }
    const near = zoomedView(view, 3, 250, 40)
    assert.equal(near.scale, 3 * view.scale)
    const pointed = (250 - view.x) / view.scale
    assert.ok(Math.abs(near.x + near.scale * pointed - 250) < 1e-9)
  })
})
