import type { ChangeOptions, ReadUnlessOptions } from './call-options.ts'
import type { OperationRow } from './operation-row.ts'

/** Options of any call: those of every kind together with the query parameters that stand among them. */
export type AnyOptions = Partial<ChangeOptions & ReadUnlessOptions> & Record<string, unknown>

/** A request before it has a token: the same for every attempt. */
export interface OperationRequest {
  readonly method: string
  readonly url: string
  /** Does not hold the token. */
  readonly headers: Headers
  readonly body: string | null
  readonly idempotencyKey: string | null
  readonly options: AnyOptions
}

/** The arguments of a method, told apart: path parameters, then the body, then the query, then the options. */
function splitArguments(row: OperationRow, args: readonly unknown[]) {
  const names = [...row.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  const rest = args.slice(names.length)
  const body = row.body ? rest.shift() : undefined
  const query = row.query ? rest.shift() : undefined
  const options = (rest.shift() ?? {}) as AnyOptions
  const fromOptions = (row.queryOptions ?? []).map((name) => [name, options[name]])
  return {
    ids: new Map(names.map((name, at) => [name, args[at]])),
    body,
    query: row.query ? (query ?? {}) : Object.fromEntries(fromOptions),
    options,
  }
}

/** An id stays one segment of the path, whatever it holds. */
function segment(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..')
    throw new TypeError(`${name} must be an id, not ${JSON.stringify(value) ?? typeof value}`)
  return encodeURIComponent(value)
}

function queryText(query: object): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    search.set(name, value instanceof Date ? value.toISOString() : String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** The entity tag of a version (`3` is `"3"`), or the tag itself. */
function entityTag(tag: string | number): string {
  return typeof tag === 'number' ? `"${tag}"` : tag
}

/** A key that nobody else has: 128 random bits. Works where `crypto.randomUUID` does not: pages without TLS. */
function newIdempotencyKey(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * The request that a method's arguments stand for.
 *
 * @param base address of the API, with `/api/v1` and without a slash at its end
 * @throws TypeError when an id is missing or a header value cannot be sent
 */
export function operationRequest(
  base: string,
  row: OperationRow,
  args: readonly unknown[],
): OperationRequest {
  const { ids, body, query, options } = splitArguments(row, args)
  const path = row.path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, ids.get(name)))
  const chosen = options.idempotencyKey
  const idempotencyKey = row.repeat !== 'keyed' || chosen === false ? null : (chosen ?? newIdempotencyKey())
  const headers = new Headers({ Accept: 'application/json, application/problem+json' })
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  if (idempotencyKey !== null) headers.set('Idempotency-Key', idempotencyKey)
  if (options.ifMatch !== undefined) headers.set('If-Match', entityTag(options.ifMatch))
  if (options.ifNoneMatch !== undefined) headers.set('If-None-Match', entityTag(options.ifNoneMatch))
  if (options.requestId !== undefined) headers.set('X-Request-Id', options.requestId)
  return {
    method: row.method,
    url: base + path + queryText(query),
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    idempotencyKey,
    options,
  }
}
