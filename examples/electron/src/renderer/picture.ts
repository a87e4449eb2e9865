import { labelColours, noLabelColour } from './colours'
import { fittedView, paintDots, pixelOf, zoomedView, type Dots, type View } from './paint'

const colours = labelColours.map(pixelOf)
const none = pixelOf(noLabelColour)
/** Side of a node's square in CSS pixels. */
const dotSide = 1.5

/** The picture of the nodes: sharp on every screen, drawn once per frame at most; wheel and drag. */
export class Picture {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  #image: ImageData
  #dots: Dots = { points: new Float32Array(0), labelIndex: new Int32Array(0) }
  #view: View = { scale: 1, x: 0, y: 0 }
  #isPlanned = false

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
    this.#context = canvas.getContext('2d')!
    this.#image = this.#context.createImageData(1, 1)
    // A change of the device pixel ratio changes the size in device pixels as well.
    new ResizeObserver(() => this.#resize()).observe(canvas, { box: 'device-pixel-content-box' })
    canvas.addEventListener('wheel', (event) => this.#zoom(event), { passive: false })
    canvas.addEventListener('pointermove', (event) => this.#drag(event))
    canvas.addEventListener('pointerdown', ({ pointerId }) => canvas.setPointerCapture(pointerId))
    canvas.addEventListener('dblclick', () => this.#fit())
  }

  show(dots: Dots): void {
    this.#dots = dots
    this.#fit()
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#canvas
    const width = Math.max(1, Math.round(clientWidth * devicePixelRatio))
    const height = Math.max(1, Math.round(clientHeight * devicePixelRatio))
    this.#canvas.width = width
    this.#canvas.height = height
    this.#image = this.#context.createImageData(width, height)
    this.#fit()
  }

  #fit(): void {
    this.#look(fittedView(this.#canvas.width, this.#canvas.height))
  }

  #zoom(event: WheelEvent): void {
    event.preventDefault()
    const [x, y] = [event.offsetX * devicePixelRatio, event.offsetY * devicePixelRatio]
    this.#look(zoomedView(this.#view, Math.exp(-event.deltaY / 400), x, y))
  }

  #drag({ buttons, movementX, movementY }: PointerEvent): void {
    if (buttons !== 1) return
    const { scale, x, y } = this.#view
    const [right, down] = [movementX * devicePixelRatio, movementY * devicePixelRatio]
    this.#look({ scale, x: x + right, y: y + down })
  }

  #look(view: View): void {
    this.#view = view
    if (this.#isPlanned) return
    this.#isPlanned = true
    requestAnimationFrame(() => {
      this.#isPlanned = false
      this.#paint()
    })
  }

  #paint(): void {
    const { data, width, height } = this.#image
    const pixels = { data: new Uint32Array(data.buffer), width, height }
    const side = Math.max(1, Math.round(dotSide * devicePixelRatio))
    paintDots(pixels, this.#dots, this.#view, { colours, none, side })
    this.#context.putImageData(this.#image, 0, 0)
  }
}
