import type { Wall } from '@booking/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Interval, placeShifts, type Shift, type Standing } from './place-shifts.ts'

/** Intervals one after the other, some of which stand and some of which are to be moved by some hours. */
const days = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 2 }),
    length: fc.integer({ min: 1, max: 3 }),
    shift: fc.integer({ min: -4, max: 4 }),
    isNew: fc.boolean(),
  }),
  { maxLength: 40 },
)

const read = (parts: typeof days extends fc.Arbitrary<infer Parts> ? Parts : never) => {
  const shifts: Shift[] = []
  const standing: Standing[] = []
  let at = 100
  for (const [n, { gap, length, shift, isNew }] of parts.entries()) {
    const start = at + gap
    const end = start + length
    at = end
    const bookingId = String(n)
    if (shift === 0) standing.push({ bookingId, start, end })
    else {
      const to = { start: start + shift, end: end + shift }
      shifts.push({ bookingId, wallStart: n as Wall, from: isNew ? null : { start, end }, to })
    }
  }
  return { shifts, standing }
}

const overlaps = (intervals: readonly Interval[]): boolean => {
  const inOrder = [...intervals].sort((a, b) => a.start - b.start)
  return inOrder.some(({ start }, n) => n > 0 && start < inOrder[n - 1]!.end)
}

test('what is placed and what is kept never overlap, and each that is blocked names what is in its way', () => {
  fc.assert(
    fc.property(days, (parts) => {
      const { shifts, standing } = read(parts)
      const { placed, blocked } = placeShifts(shifts, standing)
      const after = [
        ...standing,
        ...placed.map(({ bookingId, to }) => ({ ...to, bookingId })),
        ...[...blocked.keys()].flatMap(({ bookingId, from }) =>
          from === null ? [] : [{ ...from, bookingId }],
        ),
      ]
      expect(overlaps(after)).toBe(false)
      expect(placed.length + blocked.size).toBe(shifts.length)
      for (const by of blocked.values()) expect(parts[Number(by)]).toBeDefined()
    }),
    { numRuns: 2_000 },
  )
})

test('what moves by the same time as all of its neighbours is never blocked', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 5 }), (parts, shift) => {
      const together = parts.map((part) => ({ ...part, shift }))
      expect(placeShifts(read(together).shifts, []).blocked.size).toBe(0)
    }),
  )
})
