import { describe, expect, it } from 'vitest'
import { isClosedDay, parseBusinessHours, type WeeklyOpening } from './business-hours.ts'
import { dayMs, dayOf } from './civil.ts'
import { CoreError } from './errors.ts'
import { asInstant } from './instant.ts'
import { businessClosuresMax, businessRangesPerDayMax } from './limits.ts'
import { isWithinBusinessHours, openIntervals } from './open-hours.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const opening = (hours: object) =>
  parseBusinessHours({ start: '09:00', end: '17:00', ...hours }) as WeeklyOpening
/** Hours after midnight at which a day opens and closes. */
const hoursOf = (hours: object, weekday = 0) =>
  Array.from(opening(hours).ranges[weekday] ?? [], (ms) => ms / hourMs)
const range = (start: string, end: string) => ({ start, end })

function refusal(hours: object): string {
  try {
    opening(hours)
  } catch (error) {
    if (error instanceof CoreError) return `${error.code} ${error.details.part}: ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('a day of business hours', () => {
  it.each([
    [{}, [9, 17]],
    [{ end: '24:00' }, [9, 24]],
    [{ start: '17:00', end: '09:00' }, [17, 33]],
    [{ start: '09:00', end: '09:00' }, [9, 33]],
    [{ breaks: [range('12:00', '13:00')] }, [9, 12, 13, 17]],
    [{ breaks: [range('09:00', '10:00'), range('16:00', '17:00')] }, [10, 16]],
    [{ breaks: [range('08:00', '09:00'), range('17:00', '18:00')] }, [9, 17]],
    [{ breaks: [range('09:00', '17:00')] }, []],
    [{ breaks: [range('16:00', '10:00')] }, [10, 16]],
    [{ start: '22:00', end: '06:00', breaks: [range('01:00', '02:00')] }, [22, 25, 26, 30]],
    [{ start: '22:00', end: '06:00', breaks: [range('23:30', '00:30')] }, [22, 23.5, 24.5, 30]],
  ])('%j is open from and to %j', (hours, expected) => {
    expect(hoursOf(hours)).toEqual(expected)
  })

  it('of its own replaces the usual one; ranges that touch or overlap become one', () => {
    const weekly = {
      monday: [range('13:00', '17:00'), range('09:00', '12:00')],
      tuesday: [range('09:00', '12:00'), range('12:00', '13:00')],
      wednesday: [range('09:00', '14:00'), range('12:00', '13:00')],
      thursday: [range('12:00', '15:00'), range('09:00', '13:00')],
      friday: [],
      saturday: undefined,
    }
    const days = [0, 1, 2, 3, 4, 5, 6].map((weekday) => hoursOf({ weekly }, weekday))
    expect(days).toEqual([[9, 12, 13, 17], [9, 13], [9, 14], [9, 15], [], [9, 17], [9, 17]])
  })

  it.each([
    [{ start: '9:00' }, 'hours.start: hours.start must be HH:MM, got "9:00".'],
    [{ end: '25:00' }, 'hours.end: hours.end must be HH:MM, got "25:00".'],
    [{ start: '24:00' }, 'hours.start: hours.start must be before 24:00.'],
    [{ start: '09:60' }, 'hours.start: hours.start must be HH:MM, got "09:60".'],
    [{ start: 900 }, 'hours.start: hours.start must be HH:MM, got 900.'],
    [{ breaks: [range('12:00', '12:00')] }, 'breaks[0]: breaks[0] is a break of 24 hours.'],
    [
      { breaks: [range('12:00', '13:00'), range('x', '13:00')] },
      'breaks[1].start: breaks[1].start must be HH:MM, got "x".',
    ],
    [{ weekly: { funday: [] } }, 'weekly.funday: weekly.funday is not a day of the week.'],
    [
      { weekly: { monday: [range('09:00', 'x')] } },
      'weekly.monday[0].end: weekly.monday[0].end must be HH:MM, got "x".',
    ],
    [
      { closures: [{ date: '2026-02-30' }] },
      'closures[0]: closures[0] must be a date YYYY-MM-DD, got "2026-02-30".',
    ],
    [
      { closures: [{ from: '2026-02-02', to: '2026-02-01' }] },
      'closures[0]: closures[0] ends (2026-02-01) before it begins (2026-02-02).',
    ],
  ])('%j is refused', (hours, told) => {
    expect(refusal(hours)).toBe(`invalid_business_hours ${told}`)
  })

  it('has no more ranges and breaks, and a resource no more closures, than there may be', () => {
    const many = (count: number) => Array(count).fill(range('12:00', '12:01'))
    const closures = (count: number) => Array(count).fill({ date: '2026-01-01' })
    const max = businessRangesPerDayMax
    expect(refusal({ breaks: many(max) })).toBe('accepted')
    expect(refusal({ breaks: many(max + 1) })).toContain(
      `breaks has ${max + 1} entries, at most ${max} are allowed.`,
    )
    expect(refusal({ weekly: { monday: many(max) } })).toBe('accepted')
    expect(refusal({ weekly: { monday: many(max + 1) } })).toContain(`weekly.monday has ${max + 1} entries`)
    expect(refusal({ closures: closures(businessClosuresMax) })).toBe('accepted')
    expect(refusal({ closures: closures(businessClosuresMax + 1) })).toContain(
      `closures has ${businessClosuresMax + 1} entries`,
    )
  })
})

describe('closures', () => {
  const closures = [
    { from: '2026-03-10', to: '2026-03-12' },
    { date: '2026-03-01' },
    { date: '2026-03-13' },
    { from: '2026-03-10', to: '2026-03-11' },
    { date: '2026-03-15' },
  ]

  it('become runs of days', () => {
    const { closedFrom, closedTo } = opening({ closures })
    const dates = (days: Int32Array) => Array.from(days, (day) => new Date(day * dayMs).getUTCDate())
    expect([dates(closedFrom), dates(closedTo)]).toEqual([
      [1, 10, 15],
      [1, 13, 15],
    ])
  })

  it('hold their first and their last day', () => {
    const hours = opening({ closures })
    const closed = Array.from({ length: 17 }, (_, i) => i).filter((i) =>
      isClosedDay(hours, dayOf(2026, 3, 1) - 1 + i),
    )
    expect(closed).toEqual([1, 10, 11, 12, 13, 15])
    expect(isClosedDay(opening({}), dayOf(2026, 3, 1))).toBe(false)
  })

  it('end the night before, and leave the night after', () => {
    const hours = { start: '22:00', end: '02:00', closures: [{ date: '2026-03-10' }] }
    const day = (date: number, hour: number) => asInstant(Date.UTC(2026, 2, date, hour))
    const open = openIntervals(hours, zoneOf('UTC'), day(9, 12), day(12, 12))
    expect(open.map(({ start, end }) => [start, end])).toEqual([
      [day(9, 22), day(10, 0)],
      [day(11, 22), day(12, 2)],
    ])
    const within = (from: readonly [number, number], to: readonly [number, number]) =>
      isWithinBusinessHours(hours, zoneOf('UTC'), day(...from), day(...to))
    expect([
      within([9, 22], [10, 0]),
      within([9, 23], [10, 1]),
      within([11, 23], [12, 2]),
      within([11, 1], [11, 2]),
    ]).toEqual([true, false, true, false])
  })
})
