/**
 * Recurrence against its peers, in one process: nanoseconds per occurrence (parsing included) and per window.
 * Run from packages/core: npx tsx --conditions=@booking/source bench/recurrence.ts
 * The best of several batches of CPU time counts; ratios matter more than figures.
 */
import ICAL from 'ical.js'
import { RRuleTemporal } from 'rrule-temporal'
import { createRecurrence, parseRule, parseWall, type Recurrence, type Wall, zoneOf } from '../src/index.ts'
import { asInstant, instantMax, instantMin } from '../src/instant.ts'
import { toRRule } from '../src/rrule-interop.ts'
import { formatBasicDateTime } from '../src/rule-format.ts'

interface Case {
  readonly rule: string
  readonly zoneId: string
  readonly count: number
  readonly peers: readonly PeerName[]
}

type PeerName = 'rrule' | 'rrule-temporal' | 'ical.js'

const start = parseWall('1997-09-02T09:00:00')
const allPeers: readonly PeerName[] = ['rrule', 'rrule-temporal', 'ical.js']
const cases: readonly Case[] = [
  { rule: 'FREQ=DAILY;COUNT=1000', zoneId: 'UTC', count: 1000, peers: allPeers },
  { rule: 'FREQ=DAILY;COUNT=1000', zoneId: 'America/New_York', count: 1000, peers: ['rrule-temporal'] },
  { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=1000', zoneId: 'UTC', count: 1000, peers: allPeers },
  {
    rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=1000',
    zoneId: 'America/New_York',
    count: 1000,
    peers: ['rrule-temporal'],
  },
  { rule: 'FREQ=MONTHLY;BYMONTHDAY=15;COUNT=1000', zoneId: 'UTC', count: 1000, peers: allPeers },
  {
    rule: 'FREQ=MONTHLY;BYMONTHDAY=15;COUNT=1000',
    zoneId: 'America/New_York',
    count: 1000,
    peers: ['rrule-temporal'],
  },
  {
    rule: 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=1000',
    zoneId: 'UTC',
    count: 1000,
    peers: ['rrule', 'rrule-temporal'],
  },
  { rule: 'FREQ=HOURLY;COUNT=1000', zoneId: 'UTC', count: 1000, peers: allPeers },
  {
    rule: 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10',
    zoneId: 'America/New_York',
    count: 10,
    peers: ['rrule-temporal'],
  },
]

/** Best nanoseconds of CPU time one call takes. */
function bestNs(work: () => unknown, batches = 7): number {
  const cpuUs = (): number => {
    const { user, system } = process.cpuUsage()
    return user + system
  }
  let calls = 1
  for (let spent = 0; spent < 20_000; calls *= 2) {
    const from = cpuUs()
    for (let i = 0; i < calls; i++) work()
    spent = cpuUs() - from
  }
  let best = Number.POSITIVE_INFINITY
  for (let batch = 0; batch < batches; batch++) {
    const from = cpuUs()
    for (let i = 0; i < calls; i++) work()
    best = Math.min(best, ((cpuUs() - from) * 1000) / calls)
  }
  return best
}

function ours(rule: string, zoneId: string): Recurrence {
  return createRecurrence({ start, zone: zoneOf(zoneId), durationMs: 3_600_000, rules: [parseRule(rule)] })
}

function peerWork(peer: PeerName, { rule, zoneId }: Case): () => unknown {
  if (peer === 'rrule') return () => toRRule(parseRule(rule), start, zoneOf('UTC')).all()
  if (peer === 'rrule-temporal') {
    const basic = formatBasicDateTime(start)
    const rruleString = `DTSTART;TZID=${zoneId}:${basic}\nRRULE:${rule}`
    return () => new RRuleTemporal({ rruleString, cache: false }).all().map((time) => time.epochMilliseconds)
  }
  return () => {
    const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromJSDate(new Date(start as Wall), true))
    let last = null
    for (let time = iterator.next(); time !== null; time = iterator.next()) last = time
    return last
  }
}

for (const one of cases) {
  const mine = bestNs(() => ours(one.rule, one.zoneId).startsBetween(instantMin, instantMax)) / one.count
  const ratios = one.peers.map((peer) => {
    const theirs = bestNs(peerWork(peer, one), 3) / one.count
    return `${peer} ${theirs.toFixed(0)} ns (${(theirs / mine).toFixed(0)} x)`
  })
  process.stdout.write(
    `${one.rule} ${one.zoneId}: ${mine.toFixed(1)} ns an occurrence; ${ratios.join(', ')}\n`,
  )
}

const from = asInstant(Date.UTC(2046, 5, 1))
const to = asInstant(Date.UTC(2046, 6, 1))
for (const rule of [
  'FREQ=DAILY',
  'FREQ=DAILY;COUNT=20000',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  'FREQ=MONTHLY;BYDAY=2TU',
]) {
  for (const zoneId of ['UTC', 'America/New_York']) {
    const recurrence = ours(rule, zoneId)
    const window = bestNs(() => recurrence.startsBetween(from, to))
    const next = bestNs(() => recurrence.next(from))
    process.stdout.write(
      `${rule} ${zoneId}: 30 days in 2046 ${window.toFixed(0)} ns, next ${next.toFixed(0)} ns\n`,
    )
  }
}

const small = 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10'
const parsed = bestNs(() => parseRule(small))
const expanded = bestNs(() => ours(small, 'America/New_York').startsBetween(instantMin, instantMax))
process.stdout.write(
  `${small}: parsed in ${parsed.toFixed(0)} ns, parsed and expanded in ${expanded.toFixed(0)} ns\n`,
)

for (const rule of [
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=HOURLY;INTERVAL=6;BYHOUR=7',
  'FREQ=DAILY;INTERVAL=7;BYDAY=WE',
  'FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=2',
]) {
  const refused = bestNs(() => {
    try {
      return ours(rule, 'UTC')
    } catch {
      return null
    }
  })
  process.stdout.write(`${rule}: never occurs, proved in ${(refused / 1000).toFixed(0)} us\n`)
}
