import { basePath, type Operation, routePath } from '@booking/contract'
import type { Hono } from 'hono'
import { beforeDeadline } from './deadline.ts'
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
    app.on(operation.method.toUpperCase(), basePath + routePath(operation), async (c) => {
      c.set('route', operation.path)
      const answer = await beforeDeadline(deps.deadlineMs, handler(await readCall(operation, c, deps)))
      const status = answer.status as 200
      if (answer.body === undefined) return c.body(null, status, answer.headers)
      return c.json(answer.body as object, status, answer.headers)
    })
  },
})
