import { expect, it } from 'vitest'
import { firstMonday, keptSlot, occurrencesOf, type Slot, seriesSlot, singleSlot } from './slots.ts'

const rooms = 1_200
const mondayMs = Date.UTC(2026, 11, 7)
const hourMs = 3_600_000

const indices = Array.from({ length: 20_000 }, (_, i) => i * 3)

/** The half hours that a slot fills, named so that two slots overlap exactly when they share a name. */
const halfHours = ({ room, startMs, endMs }: Slot): string[] =>
  Array.from({ length: (endMs - startMs) / (hourMs / 2) }, (_, i) => `${room} ${startMs + (i * hourMs) / 2}`)

it('bookings, series and what was there before never overlap by chance', () => {
  const slots = [
    ...indices.map((i) => singleSlot(i, rooms, mondayMs)),
    ...indices.filter((_, i) => i % 3 === 0).flatMap((i) => occurrencesOf(seriesSlot(i, rooms, mondayMs))),
    ...Array.from({ length: rooms }, (_, room) => keptSlot(room, mondayMs)),
  ]
  const taken = slots.flatMap(halfHours)
  expect(new Set(taken).size).toBe(taken.length)
})

it('there are places for four hours of a hundred requests a second', () => {
  const requests = 4 * 3_600 * 100
  const named = ({ room, startMs }: Slot) => `${room} ${startMs}`
  const singles = new Set(
    Array.from({ length: 0.25 * requests }, (_, i) => named(singleSlot(i, rooms, mondayMs))),
  )
  const series = new Set(
    Array.from({ length: 0.1 * requests }, (_, i) => named(seriesSlot(i, rooms, mondayMs))),
  )
  expect([singles.size, series.size]).toEqual([0.25 * requests, 0.1 * requests])
})

it('every slot lies on a working day, from 09:00 to 18:00, and less than two years ahead', () => {
  const slots = [
    ...indices.map((i) => singleSlot(i, rooms, mondayMs)),
    ...indices.flatMap((i) => occurrencesOf(seriesSlot(i, rooms, mondayMs))),
    keptSlot(0, mondayMs),
  ]
  const odd = slots.filter(({ startMs, endMs }) => {
    const start = new Date(startMs)
    const isWorkingDay = start.getUTCDay() >= 1 && start.getUTCDay() <= 5
    const isOpen = start.getUTCHours() >= 9 && endMs % (24 * hourMs) <= 18 * hourMs
    return !isWorkingDay || !isOpen || startMs - mondayMs >= 97 * 7 * 24 * hourMs
  })
  expect(odd).toEqual([])
})

it('the first day is a Monday, at least a week ahead', () => {
  for (let day = 0; day < 14; day++) {
    const nowMs = Date.UTC(2026, 10, 20 + day, 13, 45)
    const first = firstMonday(nowMs)
    expect(new Date(first).getUTCDay()).toBe(1)
    expect(first % (24 * hourMs)).toBe(0)
    expect(first - nowMs).toBeGreaterThanOrEqual(7 * 24 * hourMs)
    expect(first - nowMs).toBeLessThan(15 * 24 * hourMs)
  }
})
