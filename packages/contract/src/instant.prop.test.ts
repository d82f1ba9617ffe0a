import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatInstant, readInstant } from './instant.ts'
import { limits } from './limits.ts'

const epochMs = fc.integer({ min: limits.instantMsMin, max: limits.instantMsMax })

test('what is written is read back as the same instant', () => {
  fc.assert(
    fc.property(epochMs, (ms) => {
      expect(readInstant(formatInstant(ms))).toEqual({ ms })
    }),
  )
})

test('an offset changes the text, not the instant', () => {
  fc.assert(
    fc.property(epochMs, fc.integer({ min: -1439, max: 1439 }), (ms, offsetMinutes) => {
      const local = ms + offsetMinutes * 60_000
      fc.pre(local >= limits.instantMsMin && local <= limits.instantMsMax)
      const minutes = Math.abs(offsetMinutes)
      const two = (part: number) => String(part).padStart(2, '0')
      const offset = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
      expect(readInstant(formatInstant(local).replace('Z', offset))).toEqual({ ms })
    }),
  )
})

test('whatever is accepted is what the platform reads too', () => {
  const digit = fc.constantFrom(...'0123456789')
  const digits = (length: number) => fc.string({ unit: digit, minLength: length, maxLength: length })
  const candidate = fc
    .tuple(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2))
    .map(([y, mo, d, h, mi, s]) => `${y}-${mo}-${d}T${h}:${mi}:${s}Z`)
  fc.assert(
    fc.property(candidate, (text) => {
      const reading = readInstant(text)
      if ('ms' in reading) expect(new Date(reading.ms).toISOString()).toBe(text.replace('Z', '.000Z'))
    }),
    { numRuns: 2000 },
  )
})

test('no text makes the reading fail', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readInstant(text)))
})
