const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** npm passes a Ctrl-C on to us that the terminal has sent us already: one press, two signals. */
const SAME_REQUEST_MS = 1_000
const ALIVE_MS = 3_600_000

/** The part of `process` that signals come from. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown
  removeListener(signal: NodeJS.Signals, listener: () => void): unknown
}

/** Thrown where work is broken off because the person asked to stop. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested'
}

/**
 * The person's wish to stop: the first signal asks for it, a second one more than a second later asks for it at once.
 */
export class StopRequest {
  /** Resolves at the first signal. */
  readonly requested: Promise<void>
  /** Resolves at the second. */
  readonly urgent: Promise<void>
  #isUrgent = false
  #firstAt: number | undefined
  #request = () => {}
  #urge = () => {}
  readonly #source: SignalSource
  readonly #sameRequestMs: number
  /** Listening for signals does not keep Node running; as long as we wait for one, this does. */
  readonly #alive = setInterval(() => {}, ALIVE_MS)

  /**
   * @param source where signals come from
   * @param sameRequestMs how close a signal must follow the first to count as the same one
   */
  constructor(source: SignalSource = process, sameRequestMs = SAME_REQUEST_MS) {
    this.#source = source
    this.#sameRequestMs = sameRequestMs
    this.requested = new Promise((resolve) => {
      this.#request = resolve
    })
    this.urgent = new Promise((resolve) => {
      this.#urge = resolve
    })
    for (const signal of SIGNALS) source.on(signal, this.#receive)
  }

  get isRequested(): boolean {
    return this.#firstAt !== undefined
  }

  get isUrgent(): boolean {
    return this.#isUrgent
  }

  /**
   * Waits for some work, but no longer than until the first signal.
   * @throws StopRequested at that signal; the work goes on unheard and must be undone by whoever began it
   */
  async orWork<T>(work: Promise<T>): Promise<T> {
    work.catch(() => {})
    return Promise.race([
      work,
      this.requested.then(() => {
        throw new StopRequested()
      }),
    ])
  }

  /** Asks to stop, as a first signal does. */
  request(): void {
    this.#firstAt ??= Date.now()
    this.#request()
  }

  /** Signals have their usual effect again. */
  dispose(): void {
    clearInterval(this.#alive)
    for (const signal of SIGNALS) this.#source.removeListener(signal, this.#receive)
  }

  readonly #receive = (): void => {
    const now = Date.now()
    if (this.#firstAt === undefined) {
      this.request()
    } else if (now - this.#firstAt > this.#sameRequestMs) {
      this.#isUrgent = true
      this.#urge()
    }
  }
}
