import { describe, expect, it } from 'vitest'
import {
  civilDate,
  civilMonth,
  civilOf,
  civilYear,
  cycleDays,
  cycleOrigin,
  cycleTables,
  dayMax,
  dayMin,
  dayMs,
  dayOf,
  daysBeforeMonth,
  daysInMonth,
  isLeapYear,
  monthStart,
  weekdayOf,
  yearStart,
} from './civil.ts'

/** What `Date` says of a day, years below 100 included; weekdays from Monday on. */
function byDate(day: number): { year: number; month: number; date: number; weekday: number } {
  const date = new Date(day * dayMs)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    date: date.getUTCDate(),
    weekday: (date.getUTCDay() + 6) % 7,
  }
}

/** The first day of a month by `Date`. */
function firstByDate(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, 1) / dayMs
}

describe('the calendar is that of Date', () => {
  it('for the days of two whole cycles of 400 years, and of both ends', () => {
    const days = [-cycleDays, 0, dayMin, dayMax - 3000].flatMap((from, i) =>
      Array.from({ length: i < 2 ? cycleDays / 7 : 3000 }, (_, n) => from + n * (i < 2 ? 7 : 1)),
    )
    let wrong = 0
    for (const day of days) {
      const { year, month, date, weekday } = byDate(day)
      const civil = civilOf(day)
      const isRight =
        civilYear(civil) === year &&
        civilMonth(civil) === month &&
        civilDate(civil) === date &&
        weekdayOf(day) === weekday &&
        dayOf(year, month, date) === day
      if (!isRight) wrong++
    }
    expect(wrong).toBe(0)
  })

  it('for the months of every year from 1 to 9999: first day, length, days before, leap year', () => {
    let wrong = 0
    for (let year = 1; year <= 9999; year++) {
      const isLeap = firstByDate(year, 3) - firstByDate(year, 2) === 29
      if (isLeapYear(year) !== isLeap || yearStart(year) !== firstByDate(year, 1)) wrong++
      for (let month = year % 100 === 0 || year % 25 === 1 ? 1 : 13; month <= 12; month++) {
        const first = firstByDate(year, month)
        if (monthStart(year * 12 + month - 1) !== first) wrong++
        if (daysInMonth(year, month) !== firstByDate(year, month + 1) - first) wrong++
        if (daysBeforeMonth(month - 1, isLeap) !== first - firstByDate(year, 1)) wrong++
      }
    }
    expect(wrong).toBe(0)
  })

  it('begins and ends with the supported years', () => {
    expect([byDate(dayMin), byDate(dayMax)]).toMatchObject([
      { year: 1, month: 1, date: 1 },
      { year: 9999, month: 12, date: 31 },
    ])
    expect(byDate(cycleOrigin)).toMatchObject({ year: 0, month: 1, date: 1 })
  })
})

describe('the tables of one cycle', () => {
  it('give every month and year its first day and its kind', () => {
    const { monthStarts, monthKinds, yearStarts, yearKinds } = cycleTables()
    expect([monthStarts[0], monthStarts[4800], yearStarts[400]]).toEqual([0, cycleDays, cycleDays])
    const weekdayAt = (day: number | undefined) => weekdayOf(cycleOrigin + (day ?? Number.NaN))
    for (let month = 0; month < 4800; month++) {
      const length = daysInMonth(Math.floor(month / 12), (month % 12) + 1)
      expect(monthKinds[month]).toBe((length - 28) * 7 + weekdayAt(monthStarts[month]))
    }
    for (let year = 0; year < 400; year++) {
      expect(yearStarts[year]).toBe(monthStarts[year * 12])
      expect(yearKinds[year]).toBe((isLeapYear(year) ? 7 : 0) + weekdayAt(yearStarts[year]))
    }
    expect(cycleTables()).toBe(cycleTables())
  })
})
