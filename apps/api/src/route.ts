import { basePath, type Operation, routePath } from '@booking/contract'
import type { Hono } from 'hono'
import { answer, carry } from './answer.ts'
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
      for (const [name, value] of deprecated) carry(c, name, value)
      const call = await readCall(operation, c, deps)
      for (const [name, value] of headersOfDeprecatedParts(operation, call)) carry(c, name, value)
      const work = () => handler(call)
      const { status, body, headers } = await beforeDeadline(
        deps.deadlineMs,
        operation.security === 'open' ? work() : deps.gate.run(work),
      )
      if (body === undefined) return answer(c, status, null, headers)
      return answer(c, status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers })
    })
  },
})
