import { Writable } from 'node:stream'
import { pino } from 'pino'

/** A logger whose lines are kept. */
export const capturedLog = () => {
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  return { logger: pino({ level: 'trace' }, stream), text: () => text }
}
