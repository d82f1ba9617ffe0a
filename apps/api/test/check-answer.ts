import {
  basePath,
  type Operation,
  operationList,
  problemAnswer,
  problemKinds,
  statusesOf,
} from '@booking/contract'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type Described, described, resolved } from './described.ts'

const patternOf = (path: string) => new RegExp(`^${basePath}${path.replace(/\{\w+\}/g, '[^/]+')}$`)

const known = operationList.map((operation) => ({ operation, pattern: patternOf(operation.path) }))

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(described, 'openapi')

/** The body is what the document says, which its readers have, as well as what the schemas say, which we have. */
const checkPublished = (operation: Operation, status: number, body: unknown, where: string): void => {
  const { content = {} } = resolved(described.paths[operation.path][operation.method].responses[status])
  for (const { schema } of Object.values<Described>(content)) {
    const check = ajv.getSchema(`openapi${schema.$ref}`)
    if (check === undefined) throw new Error(`${where}: ${JSON.stringify(schema)} is no schema with a name`)
    if (!check(body)) throw new Error(`${where} not as published: ${ajv.errorsText(check.errors)}`)
  }
}

/** What HTTP itself has, and what every answer of this server has, whatever was asked. */
const unspoken =
  /^(?:content-type|content-length|date|connection|keep-alive|transfer-encoding|vary|cache-control|x-content-type-options|referrer-policy|content-security-policy|cross-origin-resource-policy|access-control-.+)$/

/** Whoever is to wait is told how long (RFC 9110, section 10.2.3); in the document the header is said to be optional. */
const waiting = new Set([429, 503])

/** Every header that came is documented, and every one that must come has come. */
const checkHeaders = (operation: Operation, status: number, headers: Headers, where: string): void => {
  const { responses } = described.paths[operation.path][operation.method]
  const documented = new Map(
    Object.entries<Described>(resolved(responses[status]).headers ?? {}).map(([name, header]) => [
      name.toLowerCase(),
      resolved(header),
    ]),
  )
  for (const name of headers.keys())
    if (!documented.has(name) && !unspoken.test(name)) throw new Error(`${where} with ${name}, undocumented`)
  for (const [name, { required }] of documented)
    if (required === true && !headers.has(name)) throw new Error(`${where} without ${name}`)
}

/**
 * Holds an answer against the contract: its status and headers are documented, its body is what the contract says and
 * nothing more, a problem is one that the operation lists.
 */
export const checkAnswer = (
  method: string,
  path: string,
  answer: { readonly status: number; readonly body: unknown; readonly headers: Headers },
): void => {
  const { pathname } = new URL(path, 'http://localhost')
  const matching = known.filter(({ pattern }) => pattern.test(pathname))
  const named = matching.filter((entry) => basePath + entry.operation.path === pathname)
  const atPath = named.length > 0 ? named : matching
  const operation = atPath.find((entry) => entry.operation.method === method.toLowerCase())?.operation
  const where = `${method} ${path} answered ${answer.status}`
  const contentType = answer.headers.get('content-type') ?? ''
  if (answer.status >= 400 && contentType.startsWith('application/problem+json')) {
    const problem = problemAnswer.parse(answer.body)
    if (problem.status !== answer.status) throw new Error(`${where} but says ${problem.status}`)
    if (problem.status !== problemKinds[problem.code].status) throw new Error(`${where} with ${problem.code}`)
    if (operation !== undefined && !(operation.problems as readonly string[]).includes(problem.code))
      throw new Error(`${where} with ${problem.code}, which ${operation.operationId} does not list`)
    if (waiting.has(answer.status) && !answer.headers.has('retry-after'))
      throw new Error(`${where} without Retry-After`)
    if (operation === undefined) return
    checkHeaders(operation, answer.status, answer.headers, where)
    checkPublished(operation, answer.status, answer.body, where)
    return
  }
  if (operation === undefined) return
  const spec = operation.responses[answer.status]
  if (spec === undefined)
    throw new Error(`${where}; ${operation.operationId} documents ${statusesOf(operation).join(', ')}`)
  if (spec.schema !== undefined) {
    const result = spec.schema.safeParse(answer.body)
    if (!result.success)
      throw new Error(`${where} with another body than documented: ${result.error.message}`)
  }
  checkHeaders(operation, answer.status, answer.headers, where)
  checkPublished(operation, answer.status, answer.body, where)
}
