/**
 * Dots into pixels, without a canvas: 100,000 nodes are two passes over an array, where as many
 * calls of a drawing function would miss the frame.
 */

/** Where a point lies in the picture: pixel = place + scale * point, in both directions. */
export interface View {
  /** Pixels per unit of the points. */
  scale: number
  x: number
  y: number
}

export interface Pixels {
  /** width * height, row-major, bytes R, G, B, A in memory. */
  data: Uint32Array
  width: number
  height: number
}

export interface Dots {
  /** #N by 2, row-major. */
  points: Float32Array
  /** #N: index into `colours`, -1 for the colour of none. */
  labelIndex: Int32Array
}

/** The view that shows points from -1 to 1 whole, in the middle. */
export function fittedView(width: number, height: number): View {
  return { scale: 0.46 * Math.min(width, height), x: width / 2, y: height / 2 }
}

/** The view so many times nearer, the pixel (x, y) staying in its place. */
export function zoomedView(view: View, factor: number, x: number, y: number): View {
  return {
    scale: view.scale * factor,
    x: x + factor * (view.x - x),
    y: y + factor * (view.y - y),
  }
}

/** `#0072b2` as a pixel; the machines that Electron runs on are little-endian. */
export function pixelOf(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0
}

/**
 * Paints a square per node, those without a label below the others.
 *
 * @param colours a pixel per label, which begin again after the last; `none` for no label.
 * @param side of a square, in pixels, from 1.
 */
export function paintDots(
  { data, width, height }: Pixels,
  { points, labelIndex }: Dots,
  view: View,
  { colours, none, side }: { colours: readonly number[]; none: number; side: number },
): void {
  const offset = side / 2
  data.fill(0)
  for (const labelled of [false, true]) {
    for (let node = 0; node < labelIndex.length; node++) {
      const label = labelIndex[node]
      if (label >= 0 !== labelled) continue
      const left = Math.round(view.x + view.scale * points[2 * node] - offset)
      const top = Math.round(view.y + view.scale * points[2 * node + 1] - offset)
      const right = Math.min(left + side, width)
      const bottom = Math.min(top + side, height)
      const pixel = label < 0 ? none : colours[label % colours.length]
      for (let y = Math.max(top, 0); y < bottom; y++) {
        for (let x = Math.max(left, 0); x < right; x++) data[y * width + x] = pixel
      }
    }
  }
}
