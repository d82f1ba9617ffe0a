import { expect, it } from 'vitest'
import {
  faultInAvailability,
  faultInBooking,
  faultInBulk,
  faultInConflictsAnswer,
  faultInRefusal,
} from './check-answer.ts'

const startMs = Date.UTC(2027, 0, 4, 11)
const slot = { room: 0, startMs, endMs: startMs + 3_600_000 }
const times = { startTime: '2027-01-04T11:00:00.000Z', endTime: '2027-01-04T12:00:00.000Z' }
const before = { id: 'b0', startTime: '2027-01-04T10:00:00.000Z', endTime: '2027-01-04T11:00:00.000Z' }
const across = { id: 'b1', startTime: '2027-01-04T11:30:00.000Z', endTime: '2027-01-04T13:00:00.000Z' }
const asked = { resourceId: 'r1', slot }
const known = { ...asked, id: 'b1', title: 'Known' }

it('a booking that is what was asked for has no fault, and one that is not has', () => {
  const answer = { id: 'b', resourceId: 'r1', title: 'T', ...times }
  expect(faultInBooking(answer, { ...asked, title: 'T' })).toBeNull()
  expect(faultInBooking({ ...answer, resourceId: 'r2' }, { ...asked, title: 'T' })).toBe('another resource')
  expect(faultInBooking({ ...answer, title: 'U' }, { ...asked, title: 'T' })).toBe('another title')
  expect(faultInBooking({ ...answer, endTime: before.endTime }, { ...asked, title: 'T' })).toBe(
    'another time',
  )
  expect(faultInBooking({ ...answer, occurrenceCount: 11 }, { ...asked, title: 'T', occurrences: 12 })).toBe(
    '11 occurrences',
  )
})

it('a refusal is true when all that it names overlaps what was asked for; touching is not overlapping', () => {
  const code = 'booking_conflict'
  expect(faultInRefusal({ code, conflicts: [across] }, [slot])).toBeNull()
  expect(faultInRefusal({ code, conflicts: [across, before] }, [slot])).toMatch("in nobody's way")
  expect(faultInRefusal({ code, conflicts: [] }, [slot])).toBe('a refusal that names nothing')
  expect(faultInRefusal({ code: 'booking_cancelled', conflicts: [across] }, [slot])).toBe(
    'code booking_cancelled',
  )
})

it('a time that is known to be taken must not be called available', () => {
  const free = { available: true, resourceId: 'r1', ...times, conflicts: [] }
  expect(faultInAvailability(free, asked, null)).toBeNull()
  expect(faultInAvailability(free, asked, known)).toBe('a booking is missing')
  expect(faultInAvailability({ ...free, available: false, conflicts: [across] }, asked, known)).toBeNull()
  expect(faultInAvailability({ ...free, conflicts: [across] }, asked, null)).toBe('available with conflicts')
})

it('a bulk answer has one true result for each slot, in their order', () => {
  const result = { available: true, ...times, conflicts: [] }
  expect(faultInBulk({ results: [result] }, [slot], null)).toBeNull()
  expect(faultInBulk({ results: [] }, [slot], null)).toBe('0 results')
  expect(faultInBulk({ results: [result] }, [slot], known)).toBe('a booking is missing at position 0')
})

it('a conflict answer names what is known to be there, and nothing that is not in the way', () => {
  const answer = { resourceId: 'r1', ...times, hasConflicts: true, totalConflicts: 1, conflicts: [across] }
  expect(faultInConflictsAnswer(answer, 'r1', [slot], known)).toBeNull()
  expect(faultInConflictsAnswer({ ...answer, hasConflicts: false }, 'r1', [slot], null)).toMatch(
    'hasConflicts',
  )
  expect(faultInConflictsAnswer({ ...answer, conflicts: [before] }, 'r1', [slot], null)).toMatch(
    "nobody's way",
  )
  expect(faultInConflictsAnswer({ ...answer, hasConflicts: false, conflicts: [] }, 'r1', [slot], known)).toBe(
    'a booking is missing',
  )
})
