import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

const CHUNK_BYTES = 1 << 20

/** Reads a file that another program is still writing. */
export class LineFollower {
  readonly #descriptor: number
  readonly #buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''

  /** @throws Error of the file system when there is no such file */
  constructor(file: string) {
    this.#descriptor = openSync(file, 'r')
  }

  /** Hands over every line that has been completed since the last time. */
  read(onLine: (line: string) => void): void {
    for (;;) {
      const bytes = readSync(this.#descriptor, this.#buffer, 0, CHUNK_BYTES, null)
      if (bytes === 0) return
      const lines = (this.#rest + this.#decoder.write(this.#buffer.subarray(0, bytes))).split('\n')
      this.#rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
    }
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
