import { describe, expect, test } from 'vitest'
import { businessHours } from './business-hours.ts'
import { requestExamples } from './examples.ts'
import { limits } from './limits.ts'

const accepts = (value: unknown) => businessHours.safeParse(value).success
const day = { start: '09:00', end: '18:00' }

describe('business hours', () => {
  test('are a start and an end, and more where it is wanted', () => {
    expect(businessHours.parse(day)).toEqual(day)
    expect(accepts(requestExamples.resourceWithWeek.businessHours)).toBe(true)
    expect(accepts({ start: '00:00', end: '24:00' })).toBe(true)
    expect(accepts({ start: '20:00', end: '02:00' })).toBe(true)
    expect(accepts({ ...day, closures: [{ date: '2025-12-25', reason: 'Christmas' }] })).toBe(true)
  })

  test.each([
    { start: '9:00', end: '18:00' },
    { start: '09:00', end: '24:01' },
    { start: '24:00', end: '24:00' },
    { start: '09:60', end: '18:00' },
    { start: '09:00' },
    { ...day, sunday: [] },
    { ...day, weekly: { funday: [] } },
    { ...day, weekly: { monday: null } },
    { ...day, weekly: { monday: [{ start: '12:00' }] } },
    { ...day, breaks: [{ start: '12:00', end: '12:00' }] },
    { ...day, breaks: [{ start: '00:00', end: '24:00' }] },
    { ...day, closures: [{ date: '2025-02-30' }] },
    { ...day, closures: [{ from: '2025-12-24' }] },
    { ...day, closures: [{ from: '2025-12-26', to: '2025-12-24' }] },
  ])('%j are refused', (value) => {
    expect(accepts(value)).toBe(false)
  })

  test('have at most 24 breaks and 366 closures', () => {
    const breaks = (count: number) => ({
      ...day,
      breaks: Array(count).fill({ start: '12:00', end: '12:01' }),
    })
    const closures = (count: number) => ({ ...day, closures: Array(count).fill({ date: '2025-12-25' }) })
    expect(accepts(breaks(limits.rangesPerDayMax))).toBe(true)
    expect(accepts(breaks(limits.rangesPerDayMax + 1))).toBe(false)
    expect(accepts(closures(limits.closuresMax))).toBe(true)
    expect(accepts(closures(limits.closuresMax + 1))).toBe(false)
  })
})
