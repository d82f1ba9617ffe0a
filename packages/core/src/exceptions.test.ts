import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { applyExceptions, type Exception, findOrphans } from './exceptions.ts'
import { asInstant, type Instant } from './instant.ts'
import { prepareSeries } from './prepared-series.ts'
import { createRecurrence } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { parseWall, type Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const zone = zoneOf('America/New_York')
const daily = createRecurrence({
  start: parseWall('2026-03-02T09:00:00'),
  zone,
  durationMs: hourMs,
  rules: [parseRule('FREQ=DAILY;COUNT=10')],
})
const at = (text: string): Instant => zone.instantOf(parseWall(text))
const from = at('2026-03-04T00:00:00')
const to = at('2026-03-06T00:00:00')

function seen(exceptions: readonly Exception[]): string[] {
  return applyExceptions(daily, exceptions, from, to).map(
    (o) =>
      `${o.status} ${new Date(o.start + o.offsetMs).toISOString().slice(5, 16)}-${(o.end - o.start) / hourMs}h`,
  )
}

const key = (day: number): Wall => parseWall(`2026-03-${String(day).padStart(2, '0')}T09:00:00`)

describe('the occurrences of a window with exceptions applied', () => {
  it('without exceptions are the scheduled ones', () => {
    expect(seen([])).toEqual(['scheduled 03-04T09:00-1h', 'scheduled 03-05T09:00-1h'])
  })

  it('keep a cancelled one in its place, marked', () => {
    expect(seen([{ kind: 'cancelled', wallStart: key(4) }])).toEqual([
      'cancelled 03-04T09:00-1h',
      'scheduled 03-05T09:00-1h',
    ])
  })

  it('show a modified one where it moved to, in order, with its length', () => {
    const moved: Exception = { kind: 'modified', wallStart: key(4), start: at('2026-03-05T15:00:00') }
    expect(seen([moved])).toEqual(['scheduled 03-05T09:00-1h', 'modified 03-05T15:00-1h'])
  })

  it('of two that start together show the one with the earlier nominal start first', () => {
    const moved = (day: number): Exception => ({
      kind: 'modified',
      wallStart: key(day),
      start: at('2026-03-05T09:00:00'),
    })
    expect(seen([moved(9)]).slice(1)).toEqual(['scheduled 03-05T09:00-1h', 'modified 03-05T09:00-1h'])
    expect(seen([moved(3)]).slice(1)).toEqual(['modified 03-05T09:00-1h', 'scheduled 03-05T09:00-1h'])
  })

  it('hold what begins at their first instant, even without length, and nothing that ends there or begins at their end', () => {
    const moved = (start: string, end: string): Exception => ({
      kind: 'modified',
      wallStart: key(4),
      start: at(start),
      end: at(end),
    })
    const statuses = (exception: Exception) => seen([exception]).map((text) => text.split(' ')[0])
    expect(statuses(moved('2026-03-04T00:00:00', '2026-03-04T00:00:00'))).toEqual(['modified', 'scheduled'])
    expect(statuses(moved('2026-03-03T23:00:00', '2026-03-04T00:00:00'))).toEqual(['scheduled'])
    expect(statuses(moved('2026-03-03T23:00:00', '2026-03-04T00:00:01'))).toEqual(['modified', 'scheduled'])
    expect(statuses(moved('2026-03-05T23:59:59', '2026-03-06T01:00:00'))).toEqual(['scheduled', 'modified'])
    expect(statuses(moved('2026-03-06T00:00:00', '2026-03-06T01:00:00'))).toEqual(['scheduled'])
  })

  it('lose one moved out and gain one moved in', () => {
    const out: Exception = { kind: 'modified', wallStart: key(4), start: at('2026-03-09T09:00:00') }
    const into: Exception = {
      kind: 'modified',
      wallStart: key(9),
      start: at('2026-03-05T12:00:00'),
      end: at('2026-03-05T14:00:00'),
    }
    expect(seen([out, into])).toEqual(['scheduled 03-05T09:00-1h', 'modified 03-05T12:00-2h'])
  })

  it('gain one whose end alone was moved into the window', () => {
    const longer: Exception = { kind: 'modified', wallStart: key(3), end: at('2026-03-04T01:00:00') }
    expect(seen([longer])[0]).toBe('modified 03-03T09:00-16h')
  })

  it('hold what was added, and only inside the window', () => {
    const inside: Exception = {
      kind: 'added',
      start: at('2026-03-04T20:00:00'),
      end: at('2026-03-04T21:00:00'),
    }
    const outside: Exception = { kind: 'added', start: to, end: asInstant(to + hourMs) }
    expect(seen([inside, outside])).toContain('added 03-04T20:00-1h')
    expect(seen([inside, outside])).toHaveLength(3)
  })

  it('carry the exception itself with whatever the caller put in it', () => {
    const [first] = applyExceptions(
      daily,
      [{ kind: 'cancelled' as const, wallStart: key(4), reason: 'holiday' }],
      from,
      to,
    )
    expect(first?.exception?.reason).toBe('holiday')
    expect(first?.wallStart).toBe(key(4))
  })

  it('tell the offset of the time an occurrence really has, and a gap only where it stayed in it', () => {
    const night = createRecurrence({
      start: parseWall('2026-03-08T02:30:00'),
      zone,
      durationMs: hourMs,
      rules: [],
    })
    const window = [at('2026-03-01T00:00:00'), at('2026-03-20T00:00:00')] as const
    const shown = (exception: Exception) =>
      applyExceptions(night, [exception], ...window).map((o) => [o.status, o.offsetMs / hourMs, o.shift])
    const wallStart = parseWall('2026-03-08T02:30:00')
    const end = at('2026-03-08T09:00:00')
    expect(shown({ kind: 'modified', wallStart, end })).toEqual([['modified', -4, 'gap']])
    expect(shown({ kind: 'modified', wallStart, start: at('2026-03-07T02:30:00') })).toEqual([
      ['modified', -5, 'none'],
    ])
    const added: Exception = { kind: 'added', start: at('2026-03-02T00:00:00'), end }
    expect(shown(added)).toEqual([
      ['added', -5, 'none'],
      ['scheduled', -4, 'gap'],
    ])
    expect(applyExceptions(night, [added], ...window)[0]?.wallStart).toBe(parseWall('2026-03-02T00:00:00'))
  })

  it('ignore an exception without an occurrence', () => {
    expect(
      seen([{ kind: 'modified', wallStart: parseWall('2026-03-04T10:00:00'), start: from }]),
    ).toHaveLength(2)
  })

  it('leave a date at the second pass of a fold alone: the key is that of the first, in any window', () => {
    const wallStart = parseWall('2026-11-01T01:30:00')
    const first = at('2026-11-01T01:30:00')
    const night = createRecurrence({
      start: wallStart,
      zone,
      durationMs: hourMs / 2,
      rules: [parseRule('FREQ=DAILY')],
      rdates: [{ start: asInstant(first + hourMs) }],
    })
    const cancelled = [{ kind: 'cancelled', wallStart }] as const
    const statuses = (begin: number) =>
      applyExceptions(night, cancelled, asInstant(begin), asInstant(first + 2 * hourMs)).map((o) => o.status)
    expect(statuses(first)).toEqual(['cancelled', 'scheduled'])
    expect(statuses(first + hourMs)).toEqual(['scheduled'])
  })

  it('key an occurrence in a gap by the time that did not exist', () => {
    const night = createRecurrence({
      start: parseWall('2026-03-07T02:30:00'),
      zone,
      durationMs: hourMs,
      rules: [parseRule('FREQ=DAILY;COUNT=3')],
    })
    const exceptions = [{ kind: 'cancelled', wallStart: parseWall('2026-03-08T02:30:00') }] as const
    const statuses = applyExceptions(
      night,
      exceptions,
      at('2026-03-07T00:00:00'),
      at('2026-03-10T00:00:00'),
    ).map((o) => o.status)
    expect(statuses).toEqual(['scheduled', 'cancelled', 'scheduled'])
  })
})

describe('refused', () => {
  const codeOf = (exceptions: readonly Exception[]): string => {
    try {
      applyExceptions(daily, exceptions, from, to)
    } catch (error) {
      if (error instanceof CoreError) return error.code
      throw error
    }
    return 'none'
  }

  it('two exceptions of one occurrence', () => {
    expect(
      codeOf([
        { kind: 'cancelled', wallStart: key(4) },
        { kind: 'cancelled', wallStart: key(4) },
      ]),
    ).toBe('invalid_exception')
  })

  it('an end before its start', () => {
    expect(codeOf([{ kind: 'modified', wallStart: key(4), end: from }])).toBe('invalid_exception')
    expect(codeOf([{ kind: 'added', start: to, end: from }])).toBe('invalid_exception')
    expect(codeOf([{ kind: 'added', start: from, end: from }])).toBe('none')
  })

  it.each([Number.NaN, Infinity, -Infinity, 0.5, 1e300])('a time that is no instant: %d', (time) => {
    const no = time as Instant
    expect(codeOf([{ kind: 'added', start: no, end: no }])).toBe('invalid_exception')
    expect(codeOf([{ kind: 'modified', wallStart: key(4), start: no }])).toBe('invalid_exception')
    expect(codeOf([{ kind: 'modified', wallStart: key(4), end: no }])).toBe('invalid_exception')
    const prepare = (exception: Exception) =>
      prepareSeries({
        start: key(4),
        zone,
        durationMs: hourMs,
        rules: [parseRule('FREQ=DAILY')],
        exceptions: [exception],
      })
    const refused = expect.objectContaining({ code: 'invalid_exception' })
    expect(() => prepare({ kind: 'added', start: no, end: no })).toThrowError(refused)
    expect(() => prepare({ kind: 'modified', wallStart: key(4), start: no })).toThrowError(refused)
  })

  it('with the facts in words and as details', () => {
    const apply = (...exceptions: Exception[]) => applyExceptions(daily, exceptions, from, to)
    const cancelled: Exception = { kind: 'cancelled', wallStart: key(4) }
    expect(() => apply(cancelled, cancelled)).toThrowError(
      expect.objectContaining({
        message: expect.stringMatching(/2026-03-04T09:00:00 has two exceptions/),
        details: { wallStart: '2026-03-04T09:00:00' },
      }),
    )
    expect(() => apply({ kind: 'added', start: to, end: from })).toThrowError(
      expect.objectContaining({
        message: expect.stringMatching(`${from}, before it starts at ${to}`),
        details: { start: to, end: from },
      }),
    )
  })
})

it('orphans are the exceptions whose occurrence is gone', () => {
  const orphan: Exception = { kind: 'cancelled', wallStart: key(30) }
  const added: Exception = { kind: 'added', start: from, end: to }
  expect(findOrphans(daily, [orphan, added, { kind: 'cancelled', wallStart: key(4) }])).toEqual([orphan])
})
