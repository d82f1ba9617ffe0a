import { Refusal } from './refusal.ts'

/** The person's wish to stop: what has been measured until then is still told. */
export class StopSignal {
  /** Rejects at the first signal, for what comes before anything has been measured. */
  readonly refusal: Promise<never>
  #isRequested = false
  readonly #listeners: (() => void)[] = []
  #refuse = (_reason: Refusal) => {}

  constructor() {
    this.refusal = new Promise((_, reject) => {
      this.#refuse = reject
    })
    this.refusal.catch(() => {})
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => this.#request())
  }

  get isRequested(): boolean {
    return this.#isRequested
  }

  /** Called at the first signal, or now if there was one. */
  onRequest(listener: () => void): void {
    if (this.#isRequested) listener()
    else this.#listeners.push(listener)
  }

  /** npm passes on a Ctrl-C that the terminal has sent already, so that one press may be two signals. */
  #request(): void {
    if (this.#isRequested) return
    this.#isRequested = true
    this.#refuse(new Refusal('Stopped before anything was measured.'))
    for (const listener of this.#listeners) listener()
  }
}
