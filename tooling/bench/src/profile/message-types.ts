const HEAD_BYTES = 5

/** Reads which messages of PostgreSQL's protocol 3 pass by, however they are cut into packets. */
export class MessageTypes {
  readonly #side: 'client' | 'server'
  #left = Buffer.alloc(0)
  #isBegun: boolean

  constructor(side: 'client' | 'server') {
    this.#side = side
    this.#isBegun = side === 'server'
  }

  /** The side and the type of each message that ends in this piece; a client's first one, which has no type, is a `start`. */
  in(chunk: Buffer): string[] {
    const types: string[] = []
    let bytes = this.#left.length === 0 ? chunk : Buffer.concat([this.#left, chunk])
    for (;;) {
      const typeBytes = this.#isBegun ? 1 : 0
      if (bytes.length < HEAD_BYTES) break
      const length = typeBytes + bytes.readInt32BE(typeBytes)
      if (bytes.length < length) break
      types.push(`${this.#side} ${this.#isBegun ? bytes.toString('latin1', 0, 1) : 'start'}`)
      this.#isBegun = true
      bytes = bytes.subarray(length)
    }
    this.#left = Buffer.from(bytes)
    return types
  }
}
