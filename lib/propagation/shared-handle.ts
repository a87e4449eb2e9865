/** An object of the kernel that is released once it was disposed of and no run uses it any more. */
export class SharedHandle<Handle> {
  #users = 0
  #disposed = false

  constructor(
    private readonly handle: Handle,
    private readonly release: (handle: Handle) => void,
  ) {}

  get disposed(): boolean {
    return this.#disposed
  }

  /** Keeps the object for as long as `work` takes. */
  async use<T>(work: (handle: Handle) => Promise<T>): Promise<T> {
    this.#users++
    try {
      return await work(this.handle)
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
    if (this.#disposed && this.#users === 0) this.release(this.handle)
  }
}
