import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { asInstant, type Instant, instantMax, instantMin } from './instant.ts'
import { formatWall, parseWall, type Wall } from './wall.ts'
import { isZone, zoneOf } from './zone.ts'

function utcOf(zone: string, wall: string): string {
  return formatWall(zoneOf(zone).instantOf(parseWall(wall)) as number as Wall)
}

describe('names', () => {
  it('any spelling of an IANA name gives the same zone, spelled as IANA does', () => {
    expect(zoneOf('europe/BERLIN')).toBe(zoneOf('Europe/Berlin'))
    expect(zoneOf('europe/BERLIN').id).toBe('Europe/Berlin')
    expect(zoneOf('utc').id).toBe('UTC')
    expect(zoneOf('Asia/Kolkata').id).toBe('Asia/Kolkata')
  })

  it.each([
    '',
    'Mars/Olympus',
    '+01:00',
    '-0500',
    'UTC+1',
    'Z',
    'Europe/Berlin ',
    '2026-01-01[Europe/Berlin]',
    '../etc',
    'x'.repeat(100),
  ])('%j is no zone', (id) => {
    expect(isZone(id)).toBe(false)
    expect(() => zoneOf(id)).toThrow(CoreError)
  })
})

describe('a wall in a gap moves forward by the gap, one in a fold is the first', () => {
  it.each([
    ['America/New_York', '2026-03-08T02:30:00', '2026-03-08T07:30:00', 'gap'],
    ['America/New_York', '2026-03-08T02:00:00', '2026-03-08T07:00:00', 'gap'],
    ['America/New_York', '2026-03-08T03:00:00', '2026-03-08T07:00:00', 'none'],
    ['America/New_York', '2026-03-08T01:59:59', '2026-03-08T06:59:59', 'none'],
    ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00', 'fold'],
    ['America/New_York', '2026-11-01T02:00:00', '2026-11-01T07:00:00', 'none'],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-03T15:45:00', 'gap'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00', 'fold'],
    ['Pacific/Apia', '2011-12-30T09:00:00', '2011-12-30T19:00:00', 'gap'],
    ['Pacific/Apia', '2011-12-31T09:00:00', '2011-12-30T19:00:00', 'none'],
    ['Europe/Dublin', '2026-03-29T01:30:00', '2026-03-29T01:30:00', 'gap'],
    ['Europe/Dublin', '2026-10-25T01:30:00', '2026-10-25T00:30:00', 'fold'],
    ['America/Havana', '2026-03-08T00:30:00', '2026-03-08T05:30:00', 'gap'],
    ['America/New_York', '1883-11-18T11:59:00', '1883-11-18T16:55:02', 'none'],
    ['America/New_York', '1850-06-01T12:00:00', '1850-06-01T16:56:02', 'none'],
    ['America/New_York', '9999-07-01T12:00:00', '9999-07-01T16:00:00', 'none'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00', '2025-12-31T18:15:00', 'none'],
  ])('%s %s is %s UTC (%s)', (zone, wall, utc, shift) => {
    expect(utcOf(zone, wall)).toBe(utc)
    expect(zoneOf(zone).resolve(parseWall(wall)).shift).toBe(shift)
  })

  it('the offset told is the one in force at the instant', () => {
    expect(zoneOf('America/New_York').resolve(parseWall('2026-03-08T02:30:00')).offsetMs).toBe(-4 * 3_600_000)
    expect(zoneOf('America/New_York').resolve(parseWall('2026-11-01T01:30:00')).offsetMs).toBe(-4 * 3_600_000)
  })
})

const zones = [
  'America/New_York',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Europe/Dublin',
  'Pacific/Apia',
  'America/Havana',
  'Asia/Tehran',
  'Africa/Monrovia',
  'America/St_Johns',
  'Antarctica/Troll',
]

describe.each(zones)('%s agrees with Temporal', (id) => {
  const zone = zoneOf(id)
  const check = (wallMs: number): void => {
    const text = formatWall(wallMs as Wall)
    const expected = Temporal.PlainDateTime.from(text).toZonedDateTime(id, { disambiguation: 'compatible' })
    expect([text, zone.instantOf(wallMs as Wall)]).toEqual([text, expected.epochMilliseconds])
    const back = zone.wallOf(asInstant(expected.epochMilliseconds))
    expect([text, formatWall(back)]).toEqual([
      text,
      formatWall(parseWall(expected.toPlainDateTime().toString({ smallestUnit: 'second' }))),
    ])
  }

  it('at 600 walls from 1880 to 2600 and around every change of 2010 to 2040', () => {
    for (let i = 0; i < 600; i++)
      check(Date.UTC(1880, 0, 1) + Math.floor((i * 720 * 365.2425 * 86_400) / 600) * 1000)
    for (let ms = Date.UTC(2010, 0, 1); ms < Date.UTC(2040, 0, 1); ) {
      const at = Temporal.Instant.fromEpochMilliseconds(ms)
        .toZonedDateTimeISO(id)
        .getTimeZoneTransition('next')
      if (at === null) break
      ms = at.epochMilliseconds
      const offsetMs = at.offsetNanoseconds / 1e6
      for (const minutes of [-91, -60, -31, -1, 0, 1, 29, 61, 119]) check(ms + offsetMs + minutes * 60_000)
    }
  })
})

it('the far future follows the same rules as the years before, whatever was asked first', () => {
  for (const year of [2199, 2200, 2228, 2229, 2600, 5000, 9999]) {
    for (const month of [3, 11]) {
      for (let date = 1; date <= 15; date++) {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}T02:30:00`
        const expected = Temporal.PlainDateTime.from(text).toZonedDateTime('America/New_York')
        expect([text, zoneOf('America/New_York').instantOf(parseWall(text))]).toEqual([
          text,
          expected.epochMilliseconds,
        ])
      }
    }
  }
})

it('bulk conversion gives what single conversions give, in any order, and reports gaps', () => {
  const zone = zoneOf('America/New_York')
  const walls: number[] = []
  for (let i = 0; i < 3000; i++) walls.push(parseWall('2025-11-01T00:30:00') + i * 3 * 3_600_000)
  for (const list of [walls, [...walls].reverse()]) {
    const instants = Float64Array.from(list)
    expect(zone.toInstants(instants, list.length)).toBe(false)
    expect([...instants]).toEqual(list.map((wall) => zone.instantOf(wall as Wall)))
  }
  const inGap = Float64Array.of(parseWall('2026-03-08T01:30:00'), parseWall('2026-03-08T02:30:00'))
  expect(zone.toInstants(inGap, 2)).toBe(true)
})

it('bulk conversion passes what is no wall, and leaves alone what lies beyond the length', () => {
  const noon = parseWall('2026-07-04T12:00:00')
  const walls = Float64Array.of(Number.NaN, noon, Number.POSITIVE_INFINITY, noon, noon)
  expect(zoneOf('America/New_York').toInstants(walls, 4)).toBe(false)
  expect([...walls]).toEqual([Number.NaN, noon + 4 * 3_600_000, Infinity, noon + 4 * 3_600_000, noon])
})

it('the first and last wall of an instant bound exactly the walls that reach it', () => {
  const zone = zoneOf('America/New_York')
  for (const day of ['2026-03-08', '2026-11-01']) {
    const midnight = zone.instantOf(parseWall(`${day}T00:00:00`))
    for (let minutes = 0; minutes < 300; minutes += 10) {
      const instant = asInstant(midnight + minutes * 60_000)
      const first = zone.firstWallAt(instant)
      const last = zone.lastWallAt(instant)
      for (
        let wall = parseWall(`${day}T00:00:00`) as number;
        wall < parseWall(`${day}T06:00:00`);
        wall += 600_000
      ) {
        const at = zone.instantOf(wall as Wall)
        if (at >= instant) expect(wall).toBeGreaterThanOrEqual(first)
        if (at <= instant) expect(wall).toBeLessThanOrEqual(last)
      }
      expect(zone.instantOf(first)).toBeGreaterThanOrEqual(instant)
      expect(zone.instantOf(last)).toBeLessThanOrEqual(instant)
    }
  }
})

it("a transition at the first instant of a year is that year's", () => {
  const lisbon = zoneOf('Europe/Lisbon')
  const [first] = lisbon.transitionsOf(1912)
  expect(first?.instant).toBe(Date.UTC(1912, 0, 1))
  expect(lisbon.transitionsOf(1911)).toEqual([])
})

it('every time of UTC is there once', () => {
  const wall = parseWall('2026-03-08T02:30:00')
  expect(zoneOf('UTC').resolve(wall)).toEqual({ instant: wall, offsetMs: 0, shift: 'none' })
})

it('gaps are told of the whole calendar and of nothing beyond it', () => {
  const berlin = zoneOf('Europe/Berlin')
  const ever = berlin.gapsBetween(-8.64e15 as Instant, 8.64e15 as Instant)
  expect(ever.length).toBeGreaterThan(8_000)
  expect(ever).toEqual(berlin.gapsBetween(instantMin, instantMax))
})

it('gaps are told from their instant to their instant', () => {
  const berlin = zoneOf('Europe/Berlin')
  const at = Date.UTC(2026, 2, 29, 1)
  const found = (from: number, to: number) =>
    berlin.gapsBetween(asInstant(from), asInstant(to)).map(({ instant }) => instant)
  expect([found(at, at), found(at - 5, at + 5)]).toEqual([[at], [at]])
  expect([found(at + 1, at + 9), found(at - 9, at - 1), found(at + 1, Date.UTC(2026, 11, 1))]).toEqual([
    [],
    [],
    [],
  ])
})

/** The clocks that have changed twice within the shortest time of their years, or are said to. */
it.each([
  ['Europe/Moscow', 1915, 1925],
  ['Pacific/Honolulu', 1925, 1950],
  ['Europe/Madrid', 1936, 1950],
  ['Europe/Athens', 1938, 1945],
  ['Asia/Shanghai', 1940, 1950],
  ['Africa/Tunis', 1935, 1950],
  ['Europe/Vienna', 1940, 1950],
  ['Europe/Simferopol', 1940, 1950],
  ['Asia/Gaza', 1965, 1970],
  ['Africa/El_Aaiun', 1973, 1980],
  ['Europe/Simferopol', 1990, 2000],
  ['America/Recife', 1998, 2003],
  ['America/Boa_Vista', 1998, 2003],
  ['America/Argentina/Tucuman', 2000, 2010],
  ['America/Argentina/San_Luis', 2006, 2010],
  ['Africa/Cairo', 2005, 2025],
  ['Africa/Casablanca', 2005, 2110],
  ['Asia/Gaza', 2005, 2110],
  ['Asia/Tehran', 2005, 2110],
])('%s has every day from %d to %d the offset the engine gives, short regimes included', (id, from, to) => {
  const zone = zoneOf(id)
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: id,
    timeZoneName: 'longOffset',
    day: 'numeric',
  })
  const wrong: string[] = []
  for (let t = Date.UTC(from); t < Date.UTC(to); t += 86_400_000) {
    const name = format.format(t).split('GMT')[1] ?? ''
    const [, sign, hours, minutes, seconds = '0'] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [
      '',
      '+',
      '0',
      '0',
    ]
    const offset = Number(`${sign}1`) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
    if (zone.wallOf(asInstant(t)) - t !== offset) wrong.push(new Date(t).toISOString())
  }
  expect(wrong).toEqual([])
})
