import { basePath, type Operation, routePath } from '@booking/contract'
import { CoreError } from '@booking/core'
import { Refusal, refusalFor } from '@booking/storage'
import { type Context, Hono } from 'hono'
import { answer } from './answer.ts'
import { mountDocs } from './docs.ts'
import type { AppEnv, Deps } from './environment.ts'
import { accessLog } from './middleware/access-log.ts'
import { authenticate, requireActor } from './middleware/authenticate.ts'
import { closeWhenStopping } from './middleware/close-when-stopping.ts'
import { crossOrigin } from './middleware/cross-origin.ts'
import { measure } from './middleware/measure.ts'
import { rateLimit } from './middleware/rate-limit.ts'
import { requestId } from './middleware/request-id.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { shedLoad } from './middleware/shed-load.ts'
import { traceRequest } from './middleware/trace-request.ts'
import { Problem, problemAnswer, problemOf } from './problem.ts'
import { routes } from './routes.ts'

/** The whole HTTP surface. What a request passes through stands here in its order. */
export const createApp = (deps: Deps): Hono<AppEnv> => {
  const app = new Hono<AppEnv>()
  app.use(requestId)
  if (deps.tracing !== null) app.use(traceRequest(deps.tracing))
  app.use(accessLog(deps.logger))
  app.use(measure(deps.metrics))
  app.use(securityHeaders)
  app.use(closeWhenStopping(deps.isStopping))
  if (deps.corsOrigins.length > 0) app.use(`${basePath}/*`, crossOrigin(deps.corsOrigins))
  mountDocs(app, deps.version)

  for (const { operation, mount } of routes) if (operation.security === 'open') mount(app, deps)
  app.use(`${basePath}/*`, shedLoad(deps.gate))
  app.use(`${basePath}/*`, authenticate(deps.verifyToken))
  app.use(`${basePath}/*`, ...rateLimit(deps))
  for (const { operation, mount } of routes) if (operation.security === 'limited') mount(app, deps)
  app.use(`${basePath}/*`, requireActor)
  for (const isNamed of [true, false]) {
    for (const { operation, mount } of routes)
      if (operation.security === 'bearer' && isNamedPath(operation) === isNamed) mount(app, deps)
    refuseOtherMethods(app, isNamed)
  }
  app.notFound((c) => answerProblem(c, new Problem('not_found')))
  app.onError((error, c) => answerProblem(c, problemFor(error, c, deps)))
  return app
}

/** `/bookings/recurring` comes before `/bookings/:bookingId`, whatever the method. */
const isNamedPath = (operation: Operation): boolean => !routePath(operation).includes(':')

/** A path that exists says which methods it has (RFC 9110, section 15.5.6). */
const refuseOtherMethods = (app: Hono<AppEnv>, isNamed: boolean) => {
  const methods = new Map<string, string[]>()
  for (const { operation } of routes) {
    if (isNamedPath(operation) !== isNamed) continue
    const path = routePath(operation)
    const known = methods.get(path) ?? []
    methods.set(path, [...known, operation.method.toUpperCase()])
  }
  for (const [path, known] of methods) {
    const allow = known.includes('GET') ? [...known, 'HEAD'] : known
    app.all(basePath + path, () => {
      throw new Problem('method_not_allowed', {
        detail: `This path knows ${allow.join(', ')}.`,
        headers: { Allow: allow.join(', ') },
      })
    })
  }
}

const answerProblem = (c: Context<AppEnv>, problem: Problem): Response => {
  c.set('problemCode', problem.code)
  const { body, status, headers } = problemAnswer(problem, {
    path: pathOf(c.req.url),
    requestId: c.get('requestId'),
  })
  return answer(c, status, body, headers)
}

/** The path as a URI may hold it (RFC 3986, section 3.3), whatever the request line held. */
const pathOf = (url: string): string =>
  new URL(url).pathname.replace(/[^\w\-.~!$&'()*+,;=:@/%]|%(?![0-9a-f]{2})/gi, (char) =>
    encodeURIComponent(char),
  )

/** What a thrown error is told as. Whatever is not known is a fault of ours: logged, and told without details. */
const problemFor = (error: Error, c: Context<AppEnv>, deps: Deps): Problem => {
  if (error instanceof Problem) return error
  if (error instanceof Refusal) return problemOf(error)
  if (error instanceof CoreError) return new Problem('invalid_request', { detail: error.message })
  const refusal = refusalFor(error)
  if (refusal !== null) {
    deps.logger.warn({ requestId: c.get('requestId'), code: refusal.code }, 'the database refused')
    return problemOf(refusal)
  }
  deps.logger.error({ requestId: c.get('requestId'), ...describeFault(error) }, 'a request failed')
  return new Problem('internal')
}

/** Where a fault comes from, without its message: a database error's holds SQL and what people wrote. */
const describeFault = (error: Error): { fault: string; sqlState?: string; at: string | undefined } => {
  const at = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .join('\n')
  const { code } = (error.cause ?? error) as { code?: unknown }
  return { fault: error.name, ...(typeof code === 'string' ? { sqlState: code } : {}), at }
}
