import { createHash } from 'node:crypto'
import {
  basePath,
  type EntityTagCondition,
  ifMatchHolds,
  type Operation,
  queryRecord,
  type RequestPart,
  validate,
  versionTag,
} from '@booking/contract'
import {
  type Actor,
  answerOnce,
  type Context,
  digestOfSecret,
  type Precondition,
  type StoredAnswer,
} from '@booking/storage'
import type { Context as HonoContext } from 'hono'
import type * as z from 'zod'
import type { AppEnv, Deps } from './environment.ts'
import { invalidRequest } from './problem.ts'
import { type JsonBody, readJson } from './read-json.ts'

/** What an operation answers. Without `body` the answer is empty. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** One request to an operation, its parts read and checked by the contract. */
type RequestParts = Pick<Operation, 'params' | 'query' | 'body' | 'headers'>

export interface OperationCall<Op extends RequestParts> {
  readonly params: OutputOf<Op['params']>
  readonly query: OutputOf<Op['query']>
  readonly body: OutputOf<Op['body']>
  readonly headers: OutputOf<Op['headers']>
  readonly deps: Deps
  /** Context of storage verbs that read. */
  readonly context: Context
  /** What If-Match says. */
  readonly precondition: Precondition
  /**
   * Runs a storage verb that writes, once for each Idempotency-Key, and presents what it gives. `present` may
   * run inside the verb's transaction and must not wait for anything.
   */
  readonly write: <Result>(
    verb: (ctx: Context) => Promise<Result>,
    present: (result: Result) => Answer,
  ) => Promise<Answer>
}

export type OperationHandler<Op extends RequestParts> = (call: OperationCall<Op>) => Promise<Answer>

const part = (schema: z.ZodType | undefined, value: unknown, name: RequestPart): unknown => {
  if (schema === undefined) return undefined
  const result = validate(schema, value, name)
  if (!result.ok) throw invalidRequest(result.errors)
  return result.value
}

const noBody: JsonBody = { text: '', value: undefined }

const readBody = async (operation: Operation, c: HonoContext<AppEnv>): Promise<JsonBody> => {
  if (operation.body === undefined) return noBody
  const json = await readJson(c.req.raw)
  return json.value === undefined && operation.bodyRequired === false ? { text: '', value: {} } : json
}

/** Reads and checks a request. @throws Problem */
export const readCall = async <Op extends Operation>(
  operation: Op,
  c: HonoContext<AppEnv>,
  deps: Deps,
): Promise<OperationCall<Op>> => {
  const url = new URL(c.req.url)
  const headers = part(operation.headers, c.req.header(), 'headers') as Record<string, unknown>
  const params = part(operation.params, c.req.param(), 'params')
  const query = part(operation.query, queryRecord(url.searchParams), 'query') as
    | Record<string, unknown>
    | undefined
  const json = await readBody(operation, c)
  const body = part(operation.body, json.value, 'body')
  const traceparent = deps.tracing?.traceparent()
  const context: Context = {
    database: deps.database,
    actor: c.get('actor') ?? nobody,
    nowMs: deps.clock(),
    bounds: deps.bounds,
    requestId: c.get('requestId'),
    ...(query?.dryRun === true ? { dryRun: true } : {}),
    ...(query?.notifyAttendees === true ? { notifyAttendees: true } : {}),
    ...(traceparent === undefined ? {} : { traceparent }),
  }
  const ifMatch = headers['if-match'] as EntityTagCondition | undefined
  return {
    params,
    query,
    body,
    headers,
    deps,
    context,
    precondition: ifMatch === undefined ? {} : { holds: (version: number) => ifMatchHolds(ifMatch, version) },
    write: (verb, present) => {
      const key = headers['idempotency-key'] as string | undefined
      const route = `${operation.method} ${operation.path}`
      const print = () => {
        const request = JSON.stringify([url.pathname, url.search, ifMatch ?? null, json.text])
        return holdsPassword(body)
          ? digestOfSecret(request, JSON.stringify([context.actor.subject, route, key]))
          : fingerprint(request)
      }
      return writeOnce(context, key, route, print, verb, present)
    },
  } as OperationCall<Op>
}

/** Open operations are nobody's; they call no verb that asks who it is. */
const nobody: Actor = { subject: '', role: 'standard' }

const fingerprint = (request: string): string => createHash('sha256').update(request).digest('base64url')

/** What is kept of such a request must not be quicker to guess from than what is kept of the password. */
const holdsPassword = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'password' in body

const writeOnce = async <Result>(
  context: Context,
  key: string | undefined,
  route: string,
  print: () => string | Promise<string>,
  verb: (ctx: Context) => Promise<Result>,
  present: (result: Result) => Answer,
): Promise<Answer> => {
  if (key === undefined) return present(await verb(context))
  const render = (result: Result): StoredAnswer => {
    const { status, headers = {}, body } = present(result)
    return { status, headers, body: JSON.stringify(body) }
  }
  const keyed = {
    key,
    operation: route,
    fingerprint: await print(),
    render: render as (result: never) => StoredAnswer,
  }
  const ctx = { ...context, keyed }
  const outcome = await answerOnce(ctx, () => verb(ctx))
  if ('result' in outcome) return present(outcome.result)
  const { status, headers, body } = outcome.replayed
  return { status, headers: { ...headers, 'Idempotency-Replayed': 'true' }, body: JSON.parse(body) }
}

/** Every answer that is one booking carries its version. */
export const bookingHeaders = ({ version }: { version: number }): Record<string, string> => ({
  ETag: versionTag(version),
})

/** Address of a thing that was made. */
export const locationOf = (path: string): Record<string, string> => ({ Location: `${basePath}${path}` })
