import { basePath } from '@booking/contract'
import type { Tracing } from '@booking/telemetry'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../environment.ts'

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Whoever looks after the processes asks every few seconds; nobody looks for that in traces. */
const healthPath = `${basePath}/health`

/**
 * A span for each request, by the semantic conventions for HTTP servers, in the caller's trace where `traceparent` names
 * one. It has the route's pattern and neither path nor query, address nor subject: they tell who did what.
 */
export const traceRequest = (tracing: Tracing): MiddlewareHandler<AppEnv> =>
  async function traceRequest(c, next) {
    if (c.req.path.startsWith(healthPath)) return next()
    const method = methods.has(c.req.method) ? c.req.method : '_OTHER'
    const name = method === '_OTHER' ? 'HTTP' : method
    const attributes = {
      'http.request.method': method,
      'url.scheme': new URL(c.req.url).protocol.slice(0, -1),
    }
    const parent = c.req.header('traceparent')
    await tracing.inSpan({ name, kind: 'server', attributes, parent }, async (span) => {
      await next()
      const { status } = c.res
      const route = c.get('route')
      const code = c.get('problemCode')
      span.set({ 'http.response.status_code': status })
      if (route !== undefined) {
        span.rename(`${name} ${basePath}${route}`)
        span.set({ 'http.route': basePath + route })
      }
      if (code !== undefined) span.set({ 'booking.problem.code': code })
      // What the caller did wrong is no failure of the server.
      if (status >= 500) span.fail(code ?? String(status))
    })
  }
