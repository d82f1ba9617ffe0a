import { operationList } from '@booking/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { capturedLog } from '../captured-log.ts'
import { createTestApp, roomA, studio, type TestAnswer } from '../test-app.ts'
import { life, type Step, sequences } from './generated-step.ts'

const requestsMax = Number(process.env.CONTRACT_REQUESTS ?? 10_000)
const seed = Number(process.env.SEED ?? 20_250_120)
const SEQUENCE = 50

const log = capturedLog()
const app = await createTestApp({ logger: log.logger })

/** What earlier answers held, the newest last. */
const found = {
  resourceId: [roomA, studio],
  bookingId: ['01940000-0000-7000-8000-000000000000'],
  exceptionId: ['01940000-0000-7000-8000-000000000000'],
  userId: ['01940000-0000-7000-8000-000000000000'],
  refreshToken: ['unheard-of'],
}
type Kind = keyof typeof found

/** What the sequences still talk about: whatever came last. */
const REMEMBERED = 15
const remember = (kind: Kind, id: unknown) => {
  if (typeof id === 'string') found[kind] = [...found[kind], id].slice(-REMEMBERED)
}
const pickOf = (kind: Kind, pick: number): string => found[kind][pick % found[kind].length] ?? ''
const bookingOfException = new Map<string, string>()
/** Local date of a series' first occurrence. */
const dateOfSeries = new Map<string, string>()

const learn = ({ operation, body }: Step, answer: TestAnswer, path: string) => {
  if (answer.status > 201 || typeof answer.body !== 'object') return
  const { operationId } = operation
  if (operationId === 'createResource') remember('resourceId', answer.body.id)
  if (/^create(Recurring)?Booking$/.test(operationId)) remember('bookingId', answer.body.id)
  if (operationId === 'createRecurringBooking')
    dateOfSeries.set(answer.body.id, answer.body.startTime.slice(0, 10))
  if (operationId === 'createUser') remember('userId', answer.body.id)
  if (operationId === 'createException' && body !== undefined) {
    remember('exceptionId', answer.body.id)
    bookingOfException.set(answer.body.id, path.split('/')[2] ?? '')
  }
  remember('refreshToken', answer.body.refreshToken)
}

/** How far each series has come in its life. */
const lived = new Map<string, number>()

const liveOn = ({ operation, query }: Step, answer: TestAnswer, path: string) => {
  const id = operation.operationId === life[0] ? answer.body.id : (path.split('/')[2] ?? '')
  const at = lived.get(id) ?? 0
  if (operation.operationId === life[at] && query.dryRun !== true) lived.set(id, at + 1)
}

const pathOf = ({ operation, pick, oddId, isAboutNewest }: Step): string => {
  const exceptionId = pickOf('exceptionId', pick)
  const ids: Readonly<Record<string, string | undefined>> = {
    resourceId: pickOf('resourceId', pick),
    bookingId: operation.path.includes('{exceptionId}')
      ? bookingOfException.get(exceptionId)
      : isAboutNewest
        ? found.bookingId.at(-1)
        : pickOf('bookingId', pick),
    exceptionId,
    userId: pickOf('userId', pick),
  }
  let isFirst = true
  return operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = isFirst && oddId !== undefined ? oddId : (ids[name] ?? exceptionId)
    isFirst = false
    return id
  })
}

const intervals = [
  ['startTime', 'endTime'],
  ['newStartTime', 'newEndTime'],
  ['from', 'to'],
] as const

/** Puts ids that exist in place of generated ones, times in their order, and leaves out what does not go together. */
const completed = (fields: unknown, pick: number, date: string | undefined): unknown => {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields) || pick % 16 === 0) return fields
  const whole: Record<string, unknown> = { ...fields }
  if (Array.isArray(whole.timeSlots))
    whole.timeSlots = whole.timeSlots.map((slot) =>
      Array.isArray(slot) ? slot : completed(slot, pick, date),
    )
  for (const name of ['resourceId', 'refreshToken'] as const)
    if (typeof whole[name] === 'string' && whole[name] !== '') whole[name] = pickOf(name, pick)
  for (const name of ['exceptionDate', 'occurrenceDate'])
    if (typeof whole[name] === 'string' && date !== undefined && pick % 3 > 0) whole[name] = date
  if (whole.exceptionType === 'cancelled')
    for (const name of ['newStartTime', 'newEndTime', 'newTitle']) delete whole[name]
  if (whole.scope === undefined || whole.scope === 'all')
    for (const name of ['occurrenceDate', 'occurrenceStart']) delete whole[name]
  for (const [first, last] of intervals) {
    const [start, end] = [whole[first], whole[last]]
    if (typeof start !== 'string' || typeof end !== 'string') continue
    const [early = '', late = ''] = [start, end].sort()
    whole[first] = early
    whole[last] = first === 'from' || pick % 4 === 0 ? late : later(early, (1 + (pick % 6)) * 1_800_000)
  }
  return whole
}

const later = (instant: string, ms: number) => {
  const start = Date.parse(instant)
  return Number.isNaN(start) || start > 8e15 ? instant : new Date(start + ms).toISOString()
}

const searchOf = ({ query, oddQuery, pick }: Step, date: string | undefined): string => {
  const fields = completed(query, pick, date) as Record<string, unknown>
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
  const text = new URLSearchParams(
    Object.fromEntries(pairs.map(([name, value]) => [name, String(value)])),
  ).toString()
  const all = [text, oddQuery ?? ''].filter((part) => part !== '').join('&')
  return all === '' ? '' : `?${all}`
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const curlOf = (
  method: string,
  path: string,
  { as, role, headers }: Step,
  body: string | undefined,
): string =>
  [
    `curl -X ${method} ${quoted(`http://localhost:3000/api/v1${path}`)}`,
    as === null ? '' : `-H "Authorization: Bearer $TOKEN_OF_${role}_${as}"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    body === undefined ? '' : `-H 'Content-Type: application/json' --data-binary ${quoted(body)}`,
  ]
    .filter((part) => part !== '')
    .join(' \\\n  ')

const seen = new Map<string, number>()
let sent = 0

const take = async (step: Step): Promise<void> => {
  const { method, as, role, headers, pick } = step
  const plain = pathOf(step)
  const date = dateOfSeries.get(plain.split('/')[2] ?? '')
  const path = plain + searchOf(step, date)
  const whole = completed(step.body, pick, date)
  const text = whole === undefined ? undefined : typeof whole === 'string' ? whole : JSON.stringify(whole)
  const body = method === 'GET' || method === 'HEAD' ? undefined : text
  sent++
  try {
    const answer = await app.send(method, path, {
      as,
      role,
      headers,
      ...(body === undefined ? {} : { body }),
    })
    expect(answer.status, log.text().split('\n').slice(-3).join('\n')).not.toBe(500)
    expect(answer.headers.get('x-request-id')).toMatch(/^[\x21-\x7e]+$/)
    if (answer.body?.instance !== undefined)
      expect(answer.body.instance).toMatch(/^(?:[\w\-.~!$&'()*+,;=:@/]|%[\da-f]{2})+$/i)
    const isOwn = method === step.operation.method.toUpperCase()
    if (isOwn && answer.status < 300) {
      seen.set(step.operation.operationId, (seen.get(step.operation.operationId) ?? 0) + 1)
      liveOn(step, answer, plain)
    }
    if (isOwn) learn(step, answer, path)
  } catch (error) {
    const again = `SEED=${seed} CONTRACT_REQUESTS=${requestsMax} npm test -- generated-requests`
    throw new Error(`Request ${sent}, to repeat with ${again}\n${curlOf(method, path, step, body)}`, {
      cause: error,
    })
  }
}

test(`${requestsMax} generated requests: no unhandled fault, no undocumented answer`, {
  timeout: 60_000 + requestsMax * 50,
}, async () => {
  const run = fc.asyncProperty(sequences(SEQUENCE), async (sequence) => {
    for (const step of sequence) await take(step)
  })
  const numRuns = Math.ceil(requestsMax / SEQUENCE)
  const { errorInstance } = await fc.check(run, { numRuns, seed, endOnFailure: true })
  if (errorInstance !== null) throw errorInstance
  expect(log.text()).not.toMatch(/"level":[56]0/)
  const unmet = operationList.map((o) => o.operationId).filter((id) => !seen.has(id))
  if (requestsMax >= 10_000) expect(unmet.length, unmet.join()).toBeLessThan(operationList.length / 10)
  const whole = [...lived.values()].filter((steps) => steps === life.length)
  if (requestsMax >= 1_000) expect(whole.length).toBeGreaterThan(requestsMax / 400)
})
