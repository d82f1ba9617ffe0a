import { createServer } from 'node:net'

/**
 * Whether a TCP port of the loopback address can be bound now.
 * @param port 1 to 65535, or 0 for any
 * @returns the port that was bound for a moment, `undefined` when it is taken or not allowed
 */
export function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.unref()
    server.once('error', () => resolve(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : undefined
      server.close(() => resolve(bound))
    })
  })
}

/** Candidates below the range from which systems take the ports of outgoing connections. */
const FIRST_PORT = 20_000
const PORT_COUNT = 10_000
const ATTEMPTS_MAX = 50

/**
 * A free loopback port that stays the same from run to run where possible.
 * @param preferred the port of the last run
 * @param seed a hex string; the same seed tries the same ports in the same order
 * @param refused ports that turned out to be taken after all
 */
export async function choosePort(
  preferred: number | undefined,
  seed: string,
  refused: ReadonlySet<number>,
): Promise<number> {
  const offset = Number.parseInt(seed.slice(0, 8), 16)
  const candidates = preferred === undefined ? [] : [preferred]
  for (let step = 0; step < ATTEMPTS_MAX; step++) candidates.push(FIRST_PORT + ((offset + step) % PORT_COUNT))
  for (const candidate of candidates) {
    if (!refused.has(candidate) && (await tryPort(candidate)) !== undefined) return candidate
  }
  return (await tryPort(0)) ?? FIRST_PORT
}
