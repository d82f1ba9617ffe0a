import { Writable } from 'node:stream'
import { pino } from 'pino'

/** A logger whose lines are kept. @param mixin adds to each of them */
export const capturedLog = (mixin: () => object = () => ({})) => {
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  return { logger: pino({ level: 'trace', mixin }, stream), text: () => text }
}
