import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../environment.ts'

/** Once the process is to stop, every answer is the last one of its connection, so that none is kept open. */
export const closeWhenStopping = (isStopping: () => boolean): MiddlewareHandler<AppEnv> =>
  async function closeWhenStopping(c, next) {
    await next()
    if (isStopping()) c.header('Connection', 'close')
  }
