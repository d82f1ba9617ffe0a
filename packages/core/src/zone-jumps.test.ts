import { describe, expect, it } from 'vitest'
import { dayMs } from './civil.ts'
import { jumpMs } from './clash-proof.ts'
import { parseWall } from './wall.ts'
import { zoneOf } from './zone.ts'
import { crossingsFrom, isAmong, jumpsBetween, weekMs, yearOf } from './zone-crossings.ts'

const hourMs = 3_600_000
const utc = (text: string): number => parseWall(text)
const newYork = zoneOf('America/New_York')
const london = zoneOf('Europe/London')

const jumps = (a: string, b: string, from: string, to: string) =>
  [...jumpsBetween(zoneOf(a), zoneOf(b), utc(from), utc(to))].map((jump) => [
    new Date(jump.instant).toISOString().slice(0, 16),
    ...[jump.aBefore, jump.aAfter, jump.bBefore, jump.bAfter].map((ms) => ms / hourMs),
  ])

describe('the jumps of two zones', () => {
  it('come in order of time, each with the offsets on both sides', () => {
    expect(jumps('America/New_York', 'Europe/London', '2026-01-01T00:00', '2027-04-01T00:00')).toEqual([
      ['2026-03-08T07:00', -5, -4, 0, 0],
      ['2026-03-29T01:00', -4, -4, 0, 1],
      ['2026-10-25T01:00', -4, -4, 1, 0],
      ['2026-11-01T06:00', -4, -5, 0, 0],
      ['2027-03-14T07:00', -5, -4, 0, 0],
      ['2027-03-28T01:00', -4, -4, 0, 1],
    ])
  })

  it('lie after the beginning and up to the end, inclusive', () => {
    const march = '2026-03-08T07:00'
    expect(jumps('America/New_York', 'UTC', march, '2026-10-31T00:00')).toEqual([])
    expect(jumps('America/New_York', 'UTC', '2026-03-08T06:59:59.999', march)).toHaveLength(1)
    expect(jumps('America/New_York', 'UTC', '2026-01-01T00:00', '2026-03-08T06:59:59.999')).toEqual([])
  })

  it('of two zones that jump at one instant are one', () => {
    expect(jumps('Europe/Berlin', 'Europe/London', '2026-03-01T00:00', '2026-04-01T00:00')).toEqual([
      ['2026-03-29T01:00', 1, 2, 0, 1],
    ])
    expect(jumps('Europe/Berlin', 'Europe/Berlin', '2026-03-01T00:00', '2026-04-01T00:00')).toEqual([
      ['2026-03-29T01:00', 1, 2, 1, 2],
    ])
    expect(jumps('UTC', 'UTC', '2026-01-01T00:00', '2036-01-01T00:00')).toEqual([])
    expect(jumps('UTC', 'Europe/Berlin', '2026-03-01T00:00', '2026-04-01T00:00')).toEqual([
      ['2026-03-29T01:00', 0, 0, 1, 2],
    ])
  })

  it('are as large as the larger of the two', () => {
    expect(jumpMs({ aBefore: 0, aAfter: hourMs, bBefore: 0, bAfter: 0 })).toBe(hourMs)
    expect(jumpMs({ aBefore: hourMs, aAfter: 0, bBefore: 0, bAfter: 0 })).toBe(hourMs)
    expect(jumpMs({ aBefore: 0, aAfter: hourMs, bBefore: 2 * hourMs, bAfter: 0 })).toBe(2 * hourMs)
    expect(jumpMs({ aBefore: hourMs, aAfter: hourMs, bBefore: -hourMs, bAfter: hourMs })).toBe(2 * hourMs)
  })
})

describe('crossings', () => {
  it('hold a jump on the same point of the week with the same four offsets, and no other', () => {
    const offsets = { aBefore: 1, aAfter: 2, bBefore: 3, bAfter: 4 }
    const crossing = { utcWeekMs: 5 * hourMs, months: 0, ...offsets }
    const { utcWeekMs } = crossing
    for (const weeks of [-1, 0, 3000]) {
      const jump = { instant: utcWeekMs + weeks * weekMs, ...offsets }
      expect(isAmong([crossing], jump)).toBe(true)
      expect(isAmong([], jump)).toBe(false)
      expect(isAmong([{ ...crossing, aBefore: 9 }, crossing], jump)).toBe(true)
      expect(isAmong([crossing], { ...jump, instant: jump.instant + 1 })).toBe(false)
      expect(isAmong([crossing], { ...jump, instant: jump.instant + dayMs })).toBe(false)
      for (const key of ['aBefore', 'aAfter', 'bBefore', 'bAfter'] as const) {
        expect(isAmong([crossing], { ...jump, [key]: 9 })).toBe(false)
      }
    }
  })

  it('of New York and London are the four that each has every year, kept once worked out', () => {
    const found = crossingsFrom(newYork, london, 2026)
    expect(
      found.crossings.map(({ utcWeekMs: _, months: __, ...offsets }) =>
        Object.values(offsets).map((ms) => ms / hourMs),
      ),
    ).toEqual([
      [-5, -4, 0, 0],
      [-4, -4, 0, 1],
      [-4, -4, 1, 0],
      [-4, -5, 0, 0],
    ])
    expect(crossingsFrom(newYork, london, 2026)).toBe(found)
    expect(crossingsFrom(newYork, london, 2027)).not.toBe(found)
    expect(crossingsFrom(london, newYork, 2026)).not.toBe(found)
  })

  it('from an earlier year on hold what was in force then', () => {
    // British Standard Time: London kept one hour ahead from October 1968 to October 1971.
    const differences = (year: number) =>
      crossingsFrom(london, zoneOf('UTC'), year)
        .differences.map(({ shiftMs }) => shiftMs / hourMs)
        .sort()
    expect(differences(2026)).toEqual([0, 1])
    expect(differences(1940)).toEqual([0, 1, 2])
    expect(differences(1949)).toEqual([0, 1])
    expect(differences(1947)).toEqual([0, 1, 2])
  })
})

it('the year of an instant is the one of UTC', () => {
  expect([yearOf(utc('2026-01-01T00:00')), yearOf(utc('2026-01-01T00:00') - 1)]).toEqual([2026, 2025])
  expect([yearOf(-1), yearOf(0)]).toEqual([1969, 1970])
})
