import {
  type Operation,
  type OperationId,
  operationList,
  type ProblemCode,
  problemKinds,
} from '@booking/contract'
import { openDatabase } from '@booking/storage'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { memoryHitStore } from '../../src/limits/memory-hit-store.ts'
import { tokenVerifier } from '../../src/tokens.ts'
import { appOn, createTestApp, type TestAnswer } from '../test-app.ts'
import { type Call, callsOf, sendCall } from './calls.ts'
import { commonWays, ownWays, type Way } from './ways.ts'

const app = await createTestApp()
const made = callsOf(app)
const common: { readonly [Code in ProblemCode]?: Way } = commonWays(app, made)
const own = ownWays(app, made)

const opened = (options: Parameters<typeof openDatabase>[0]) => {
  const database = openDatabase(options)
  afterAll(() => database.close())
  return database
}

const gone = await appOn(app.databaseUrl, {
  database: opened({ url: 'postgresql://postgres@127.0.0.1:1/gone' }),
})
const impatient = await appOn(app.databaseUrl, {
  database: opened({ url: app.databaseUrl, lockTimeoutMs: 20 }),
})
const hurried = await appOn(app.databaseUrl, { deadlineMs: 1 })
const full = await appOn(app.databaseUrl, {
  hits: memoryHitStore(app.deps.clock),
  rateLimit: { windowMs: 60_000, standard: 0, premium: 0, admin: 0 },
})
const broken = await appOn(app.databaseUrl, {
  verifyToken: app.deps.verifyToken,
  clock: () => {
    throw new Error('the clock has stopped')
  },
})
const foreign = await appOn(app.databaseUrl, {
  verifyToken: await tokenVerifier({ jwksUrl: 'http://127.0.0.1:1/keys', clock: app.deps.clock }),
})
/** A token of another issuer; its signature is not looked at before the keys are there. */
const foreignToken = ['{"alg":"ES256","kid":"1"}', '{"sub":"olive"}', 'signature']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')

const { sql } = app.deps.database
const tables = (
  await sql<
    { name: string }[]
  >`SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`
).map(({ name }) => name)

/** Does something while another session holds the tables. */
const whileLocked = async <Result>(
  names: readonly string[],
  mode: 'EXCLUSIVE' | 'ACCESS EXCLUSIVE',
  during: () => Promise<Result>,
): Promise<Result> => {
  const session = await sql.reserve()
  try {
    await session.unsafe(`BEGIN; LOCK TABLE ${names.join(', ')} IN ${mode} MODE`)
    return await during()
  } finally {
    await session.unsafe('ROLLBACK')
    session.release()
  }
}

const good = (operation: Operation) => made.calls[operation.operationId as OperationId]()
const withHeader = (call: Call, name: string, value: string): Call => ({
  ...call,
  headers: { ...call.headers, [name]: value },
})

/** Two of a kind under one key, the first of which waits for a table that it wants to write. */
const twins = async (operation: Operation): Promise<TestAnswer> => {
  const call = withHeader(await good(operation), 'Idempotency-Key', made.fresh())
  let first: Promise<TestAnswer> | undefined
  const written = tables.filter((name) => !/idempotency|migration/.test(name))
  const answer = await whileLocked(written, 'EXCLUSIVE', () => {
    first = sendCall(app, operation, call)
    return vi.waitFor(async () => {
      const second = await sendCall(impatient, operation, call)
      expect(second.body.code).toBe('idempotency_in_progress')
      return second
    })
  })
  await first
  return answer
}

/** How a code is reached that comes from the state of the system, not from what is asked. */
const systemWays: { readonly [Code in ProblemCode]?: (operation: Operation) => Promise<TestAnswer> } = {
  rate_limited: async (operation) => sendCall(full, operation, await good(operation)),
  internal: async (operation) => sendCall(broken, operation, await good(operation)),
  database_unavailable: async (operation) => sendCall(gone, operation, await good(operation)),
  identity_unavailable: async (operation) => {
    const call = withHeader(await good(operation), 'Authorization', `Bearer ${foreignToken}`)
    return sendCall(foreign, operation, { ...call, as: null })
  },
  overloaded: async (operation) => {
    const call = await good(operation)
    return whileLocked(tables, 'ACCESS EXCLUSIVE', () => sendCall(impatient, operation, call))
  },
  deadline_exceeded: async (operation) => {
    const call = await good(operation)
    return whileLocked(tables, 'ACCESS EXCLUSIVE', () => sendCall(hurried, operation, call))
  },
  idempotency_in_progress: twins,
  idempotency_key_reused: async (operation) => {
    const key = made.fresh()
    await sendCall(app, operation, withHeader(await good(operation), 'Idempotency-Key', key))
    return sendCall(app, operation, withHeader(await good(operation), 'Idempotency-Key', key))
  },
}

const reach = async (operation: Operation, code: ProblemCode): Promise<TestAnswer> => {
  const system = systemWays[code]
  if (system !== undefined) return system(operation)
  const way = own[operation.operationId as OperationId]?.[code] ?? common[code]
  if (way === undefined) throw new Error(`No way to ${code} of ${operation.operationId}: add one to ways.ts`)
  return sendCall(app, operation, await way(operation))
}

const succeed = async (operation: Operation, status: number): Promise<TestAnswer> => {
  const call = await good(operation)
  if (status === 304) return sendCall(app, operation, withHeader(call, 'If-None-Match', '*'))
  if (status === 503) return sendCall(gone, operation, call)
  const statuses = Object.keys(operation.responses).map(Number)
  const isDryRun = status === 200 && statuses.includes(201)
  return sendCall(app, operation, isDryRun ? { ...call, query: { ...call.query, dryRun: 'true' } } : call)
}

describe.each(operationList.map((operation) => [operation.operationId, operation] as const))(
  '%s answers with everything that it documents:',
  (_id, operation) => {
    test.each(Object.keys(operation.responses).map(Number))('%d', async (status) => {
      const answer = await succeed(operation, status)
      expect([answer.status, answer.body?.code]).toEqual([status, undefined])
    })

    test.each(operation.problems.map((code) => [problemKinds[code].status, code] as const))(
      '%d %s',
      async (status, code) => {
        const answer = await reach(operation, code)
        expect([answer.status, answer.body?.code]).toEqual([status, code])
      },
    )
  },
)
