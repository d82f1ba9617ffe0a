import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../environment.ts'
import type { Gate } from '../gate.ts'

/** Turns requests away before anything is spent on them, while there is no place even to wait. */
export const shedLoad = (gate: Gate): MiddlewareHandler<AppEnv> =>
  async function shedLoad(_c, next) {
    gate.assertRoom()
    await next()
  }
