import { wrongValue } from '../errors'
import { native, type TransitionMatrix } from '../native'

/** A matrix of the kernel that is released when it was disposed of and no run uses it any more. */
export class SharedMatrix {
  #users = 0
  #disposed = false

  constructor(private readonly matrix: TransitionMatrix) {}

  /** Keeps the matrix for as long as `work` takes. @throws RangeError ERR_DISPOSED. */
  async use<T>(work: (matrix: TransitionMatrix) => Promise<T>): Promise<T> {
    if (this.#disposed) {
      throw wrongValue('ERR_DISPOSED', 'the propagator was disposed; create another one')
    }
    this.#users++
    try {
      return await work(this.matrix)
    } finally {
      this.#users--
      this.#releaseIfUnused()
    }
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    this.#releaseIfUnused()
  }

  #releaseIfUnused(): void {
    if (this.#disposed && this.#users === 0) native().releaseMatrix(this.matrix)
  }
}
