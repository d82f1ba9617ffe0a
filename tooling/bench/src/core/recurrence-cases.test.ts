import { parseRule } from '@booking/core'
import { expect, it } from 'vitest'
import { ours } from './engines/ours.ts'
import { icalText, recurrenceCase, recurrenceCases } from './recurrence-cases.ts'

it('every case has a name of its own', () => {
  expect(new Set(recurrenceCases.map(({ id }) => id)).size).toBe(recurrenceCases.length)
})

it.each(recurrenceCases)('$id asks for something: nothing is won by an empty answer', ({ id, ask }) => {
  const answer = ours(id)!.work()
  if (ask.kind === 'never') expect(answer).toHaveLength(0)
  else expect(answer.length).toBeGreaterThan(0)
  expect(Array.from(answer)).not.toContain(ask.kind === 'read' ? 0 : -1)
})

it('the text that other engines read names the zone, or UTC', () => {
  const [utc, newYork] = ['UTC', 'New York'].map((zone) =>
    icalText(recurrenceCase(`parsed and expanded: daily, a year, ${zone}`)),
  )
  expect(utc).toBe('DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY')
  expect(newYork).toBe('DTSTART;TZID=America/New_York:20260105T090000\nRRULE:FREQ=DAILY')
  expect(parseRule(newYork!.split('RRULE:')[1]!).frequency).toBe('DAILY')
})
