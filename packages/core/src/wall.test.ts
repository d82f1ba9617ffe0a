import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { asInstant, instantMax, instantMin } from './instant.ts'
import {
  asWall,
  formatWall,
  parseWall,
  parseWallDate,
  type Wall,
  wallDate,
  wallMax,
  wallMin,
} from './wall.ts'

describe('a wall time', () => {
  it.each([
    ['2026-01-05T09:00:00', '2026-01-05T09:00:00'],
    ['2026-01-05T09:00', '2026-01-05T09:00:00'],
    ['2026-01-05T09:00:00.5', '2026-01-05T09:00:00.500'],
    ['2026-01-05T09:00:00.001', '2026-01-05T09:00:00.001'],
    ['2026-01-05T09:00:00.000', '2026-01-05T09:00:00'],
    ['0001-01-01T00:00:00', '0001-01-01T00:00:00'],
    ['9999-12-31T23:59:59.999', '9999-12-31T23:59:59.999'],
    ['2024-02-29T00:00:00', '2024-02-29T00:00:00'],
  ])('%s is written %s', (text, written) => {
    expect(formatWall(parseWall(text))).toBe(written)
  })

  it.each([
    '',
    '2026-01-05',
    '2026-02-29T00:00:00',
    '1900-02-29T00:00:00',
    '2026-13-01T00:00:00',
    '2026-00-01T00:00:00',
    '2026-01-32T00:00:00',
    '2026-01-00T00:00:00',
    '0000-01-01T00:00:00',
    '2026-01-05T24:00:00',
    '2026-01-05T09:60:00',
    '2026-01-05T09:00:60',
    '2026-01-05T09:00:00Z',
    '2026-01-05T09:00:00+01:00',
    '2026-01-05 09:00:00',
    '2026-1-5T9:00:00',
    '2026-01-05T09:00:00.0001',
    '+002026-01-05T09:00:00',
    '２026-01-05T09:00:00',
    'x2026-01-05T09:00:00',
    '2026-01-05T09:00:00x',
  ])('%j is refused, quoted', (text) => {
    expect(() => parseWall(text)).toThrowError(
      expect.objectContaining({
        code: 'invalid_wall',
        details: { value: text },
        message: expect.stringMatching(/^".*" is not a .+ such as .+\.$/s),
      }),
    )
  })

  it('a long text that is none is quoted as far as 40 characters', () => {
    const refused = expect.objectContaining({ details: { value: 'x'.repeat(40) } })
    for (const read of [parseWall, parseWallDate]) expect(() => read('x'.repeat(41))).toThrowError(refused)
  })

  it('is the UTC clock of the same milliseconds, in every year', () => {
    fc.assert(
      fc.property(fc.integer({ min: wallMin, max: wallMax }), (ms) => {
        const iso = new Date(ms).toISOString().replace('Z', '').replace('.000', '')
        expect(formatWall(ms as Wall)).toBe(iso)
        expect(parseWall(iso)).toBe(ms)
        expect(wallDate(ms as Wall)).toBe(iso.slice(0, 10))
      }),
      { numRuns: 2000 },
    )
  })

  it('lies in the years 1 to 9999, and not a millisecond beside them', () => {
    for (const ms of [wallMin, wallMax]) expect(asWall(ms)).toBe(ms)
    for (const ms of [wallMin - 1, wallMax + 1, 0.5, Number.NaN]) expect(() => asWall(ms)).toThrow(CoreError)
    for (const ms of [instantMin, instantMax]) expect(asInstant(ms)).toBe(ms)
    for (const ms of [instantMin - 1, instantMax + 1, 0.5, Number.NaN])
      expect(() => asInstant(ms)).toThrow(CoreError)
  })
})

it('a date is read as its midnight, and nothing else is a date', () => {
  expect(formatWall(parseWallDate('2026-01-05'))).toBe('2026-01-05T00:00:00')
  for (const text of [
    '2026-02-30',
    'x2026-02-03',
    '2026-02-03x',
    '2026-1-5',
    '20260105',
    '2026-01-05T00:00:00',
    '',
  ]) {
    expect(() => parseWallDate(text)).toThrowError(
      expect.objectContaining({ code: 'invalid_wall', details: { value: text } }),
    )
    expect(() => parseWallDate(text)).toThrow(/^".*" is not a date such as .+\.$/)
  }
})
