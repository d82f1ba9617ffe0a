import { expect, it } from 'vitest'
import { makeResults, type Run } from './make-results.ts'
import type { Outcome } from './outcome.ts'
import { type Profile, profileOf } from './profiles.ts'
import { keptPicture } from './report/kept-picture.ts'
import { reportPage } from './report/page.ts'
import { summaryText } from './report/summary-text.ts'
import type { ScenarioId } from './scenarios.ts'
import type { Sample } from './system/sampler.ts'
import { Timeline } from './timeline.ts'

const startMs = Date.UTC(2027, 0, 4)
const setting = {
  commit: 'abc1234',
  cpu: 'A <fast> one',
  cores: 2,
  memoryGiB: 4,
  os: 'Linux',
  node: 'v20',
  k6: 'k6 v1',
  loadBefore: 0.5,
}
const proof = { doubleBookings: 0, invariantsHeld: 20, invariantsBroken: [] }

class Requests {
  readonly timeline = new Timeline(startMs)

  add(
    second: number,
    count: number,
    ms: number,
    scenario: ScenarioId = 'health',
    outcome: Outcome = 'right',
  ): this {
    for (let i = 0; i < count; i++)
      this.timeline.add({ timeMs: startMs + second * 1000, scenario, status: 200, ms, outcome, detail: '' })
    return this
  }
}

function run(requests: Requests, more: Partial<Run> = {}): Run {
  return {
    profile: profileOf('smoke'),
    startMs,
    isInterrupted: false,
    system: 'a <system>',
    setting,
    timeline: requests.timeline,
    samples: [],
    remarks: new Map(),
    dropped: 0,
    proof,
    ...more,
  }
}

const sample = (second: number, cpuMs: number, rssBytes: number): Sample => ({
  timeMs: startMs + second * 1000,
  usage: { api: { cpuMs, rssBytes } },
  machineBusyMs: cpuMs * 2,
  api: { running: 3, waiting: 1, loopDelayMs: 12 },
})

it('a true refusal is neither a success nor an error', () => {
  const requests = new Requests().add(0, 97, 5, 'create_booking').add(0, 3, 5, 'create_booking', 'refused')
  const { totals, scenarios } = makeResults(run(requests))
  expect(scenarios.find(({ id }) => id === 'create_booking')).toMatchObject({
    successShare: 0.97,
    refused: 3,
    errors: 0,
  })
  expect(totals).toMatchObject({ requests: 100, errors: 0, booked: 97, refused: 3 })
})

it('one untrue answer misses a target, as does a double booking', () => {
  const { targets } = makeResults(
    run(new Requests().add(0, 2_000, 5).add(0, 1, 5, 'availability', 'wrong'), {
      proof: { ...proof, doubleBookings: 1 },
    }),
  )
  const verdictOf = (name: string) => targets.find(({ metric }) => metric === name)?.isMet
  expect([verdictOf('Untrue Answers'), verdictOf('Double Bookings')]).toEqual([false, false])
  expect(verdictOf('Overall Error Rate')).toBe(true)
})

it('stress is held to nothing but the truth', () => {
  const requests = new Requests().add(0, 10, 60_000, 'create_booking', 'failed')
  const { targets } = makeResults(run(requests, { profile: profileOf('stress') }))
  expect(targets.filter(({ isMet }) => isMet !== null).map(({ metric }) => metric)).toEqual([
    'Untrue Answers',
    'Double Bookings',
  ])
})

it('the peak rate is that of the best minute', () => {
  const requests = new Requests()
  for (let second = 0; second < 120; second++) requests.add(second, second < 60 ? 10 : 20, 5)
  const { totals } = makeResults(run(requests, { profile: profileOf('short') }))
  expect([totals.rate, totals.peakRate]).toEqual([15, 20])
})

it('the knee is the last step before the first that was not held', () => {
  const stages = [10, 20, 30, 40].map((target) => ({ name: `${target}/s`, seconds: 1, target }))
  const profile: Profile = { ...profileOf('stress'), stages }
  const requests = new Requests().add(0, 10, 5).add(1, 20, 5).add(2, 30, 3_000).add(3, 40, 5)
  expect(makeResults(run(requests, { profile })).knee?.rate).toBe(20)
})

it('CPU and memory are told for rest and for load', () => {
  const samples = [
    sample(-5, 900, 100),
    sample(0, 1_000, 150),
    sample(10, 6_000, 200),
    sample(20, 11_000, 180),
  ]
  const { load, samples: plotted } = makeResults(run(new Requests().add(0, 1_000, 5), { samples }))
  expect(load).toEqual([
    { part: 'api', restBytes: 100, maxBytes: 200, endBytes: 180, cores: 0.5, cpuUsPerRequest: 10_000 },
  ])
  expect(plotted.map(({ at, cores, otherCores }) => [at, cores.api, otherCores])).toEqual([
    [10, 0.5, 0.5],
    [20, 0.5, 0.5],
  ])
})

it('the report is one file that fetches nothing, and holds what people wrote as text', () => {
  const requests = new Requests().add(0, 50, 5).add(1, 50, 9, 'bulk')
  const samples = [sample(-1, 0, 5), sample(0, 10, 5), sample(1, 20, 6)]
  const results = makeResults(run(requests, { samples, remarks: new Map([['health: <b>bad</b>', 2]]) }))
  const page = reportPage(results)
  expect(page).not.toMatch(/https?:|src=|href=|url\(|@import|<script/)
  expect(page).toContain('health: &lt;b&gt;bad&lt;/b&gt;')
  expect(page).not.toContain('<b>bad</b>')
  expect(page).not.toMatch(/NaN|undefined|Infinity/)
  expect(page.match(/<figure>/g)).toHaveLength(8)
  expect(keptPicture(results)).not.toMatch(/NaN|undefined|Infinity/)
})

it('the summary names requests, every scenario, every target and the proof', () => {
  const results = makeResults(run(new Requests().add(0, 1_247, 5)))
  const text = summaryText(results)
  expect(text).toContain('Total requests:     1,247')
  expect(text).toContain('Double bookings:    0')
  for (const { name } of results.scenarios) expect(text).toContain(name)
  for (const { metric } of results.targets) expect(text).toContain(metric)
})
