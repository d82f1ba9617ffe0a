import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StopRequest, StopRequested } from './stop-request.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('one Ctrl-C that arrives twice, from the terminal and from npm, asks once', async () => {
  const signals = new EventEmitter()
  const stop = new StopRequest(signals)
  signals.emit('SIGINT')
  vi.advanceTimersByTime(200)
  signals.emit('SIGINT')
  await stop.requested
  expect(stop.isUrgent).toBe(false)
})

test('a second Ctrl-C asks for an end at once, whatever the signal', async () => {
  const signals = new EventEmitter()
  const stop = new StopRequest(signals)
  signals.emit('SIGINT')
  vi.advanceTimersByTime(1_001)
  signals.emit('SIGTERM')
  await stop.urgent
  expect(stop.isUrgent).toBe(true)
})

test('work is waited for until the signal and no longer, and its later failure disturbs nobody', async () => {
  const signals = new EventEmitter()
  const stop = new StopRequest(signals)
  expect(await stop.orWork(Promise.resolve(7))).toBe(7)
  let fail = (_error: unknown) => {}
  const waiting = stop.orWork(
    new Promise((_resolve, reject) => {
      fail = reject
    }),
  )
  signals.emit('SIGHUP')
  await expect(waiting).rejects.toBeInstanceOf(StopRequested)
  fail(new TypeError('too late'))
})

test('after dispose the signals are left alone', () => {
  const signals = new EventEmitter()
  new StopRequest(signals).dispose()
  expect(signals.eventNames()).toEqual([])
})
