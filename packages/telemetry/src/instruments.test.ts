import { totalmem } from 'node:os'
import { expect, test } from 'vitest'
import { createInstruments } from './instruments.ts'

const readingOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

test('counters and durations are told by their labels, durations in seconds', async () => {
  const instruments = createInstruments()
  const count = instruments.counter('things_total', 'Things.', ['kind'])
  const time = instruments.durations('thing_seconds', 'Time of things.', ['kind'], [0.1, 1])
  count({ kind: 'a' })
  count({ kind: 'a' })
  time({ kind: 'a' }, 500)
  const text = await instruments.text()
  expect(readingOf(text, 'things_total{kind="a"}')).toBe(2)
  expect(readingOf(text, 'thing_seconds_sum{kind="a"}')).toBe(0.5)
  expect(readingOf(text, 'thing_seconds_bucket{le="0.1",kind="a"}')).toBe(0)
  expect(readingOf(text, 'thing_seconds_bucket{le="1",kind="a"}')).toBe(1)
})

test('a figure is read when somebody asks; a source that fails leaves out its own and nothing else', async () => {
  const instruments = createInstruments()
  let figure = 1
  instruments.watch('good', 'Good.', () => figure)
  instruments.watch('states', 'By state.', async () => ({ on: 2, off: 3 }))
  instruments.watch('bad', 'Bad.', () => {
    throw new Error('no')
  })
  instruments.watch('late', 'Bad.', () => Promise.reject(new Error('no')))
  expect(readingOf(await instruments.text(), 'good')).toBe(1)
  figure = 7
  const text = await instruments.text()
  expect(readingOf(text, 'good')).toBe(7)
  expect(readingOf(text, 'states{state="off"}')).toBe(3)
  expect(text).not.toMatch(/^(?:bad|late)[ {]/m)
})

test('a process tells its memory with what it may have of it', async () => {
  const instruments = createInstruments()
  instruments.watchProcess()
  const text = await instruments.text()
  const limit = readingOf(text, 'booking_memory_limit_bytes') ?? 0
  expect(limit).toBeGreaterThan(readingOf(text, 'process_resident_memory_bytes') ?? Number.POSITIVE_INFINITY)
  expect(limit).toBeLessThanOrEqual(totalmem())
  expect(readingOf(text, 'booking_heap_limit_bytes')).toBeGreaterThan(0)
})

test('two programs in one process do not count for each other', async () => {
  const one = createInstruments()
  const other = createInstruments()
  one.counter('things_total', 'Things.', ['kind'])({ kind: 'a' })
  other.counter('things_total', 'Things.', ['kind'])
  expect(await other.text()).not.toContain('kind="a"')
})
