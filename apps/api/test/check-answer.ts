import { basePath, operationList, problemAnswer, problemKinds, statusesOf } from '@booking/contract'

const patternOf = (path: string) => new RegExp(`^${basePath}${path.replace(/\{\w+\}/g, '[^/]+')}$`)

const known = operationList.map((operation) => ({ operation, pattern: patternOf(operation.path) }))

/**
 * Holds an answer against the contract: its status is documented, its body is what the contract says and nothing
 * more, a problem is one that the operation lists.
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
  for (const name of spec.headers ?? [])
    if (!optionalHeaders.has(name) && !answer.headers.has(name)) throw new Error(`${where} without ${name}`)
}

const optionalHeaders = new Set(['Idempotency-Replayed', 'RateLimit', 'RateLimit-Policy'])
