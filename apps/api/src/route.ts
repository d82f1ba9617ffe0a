import { basePath, type Operation, routePath } from '@booking/contract'
import type { Hono } from 'hono'
import { beforeDeadline } from './deadline.ts'
import { headersOfDeprecated, headersOfDeprecatedParts } from './deprecations.ts'
import type { AppEnv, Deps } from './environment.ts'
import { type OperationHandler, readCall } from './operation-call.ts'

/** An operation of the contract with what does it. */
export interface Route {
  readonly operation: Operation
  readonly mount: (app: Hono<AppEnv>, deps: Deps) => void
}

/** Binds a handler to its operation: the contract decides path, method and what the handler is given. */
export const route = <const Op extends Operation>(operation: Op, handler: OperationHandler<Op>): Route => ({
  operation,
  mount(app, deps) {
    const deprecated = headersOfDeprecated(operation)
    app.on(operation.method.toUpperCase(), basePath + routePath(operation), async (c) => {
      c.set('route', operation.path)
      // Headers that are set before there is an answer cost next to nothing.
      for (const [name, value] of deprecated) c.header(name, value)
      const call = await readCall(operation, c, deps)
      for (const [name, value] of headersOfDeprecatedParts(operation, call)) c.header(name, value)
      const work = () => handler(call)
      const answer = await beforeDeadline(
        deps.deadlineMs,
        operation.security === 'open' ? work() : deps.gate.run(work),
      )
      const status = answer.status as 200
      if (answer.body === undefined) return c.body(null, status, answer.headers)
      return c.json(answer.body as object, status, answer.headers)
    })
  },
})
