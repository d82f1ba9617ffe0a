import type { Context } from 'hono'
import type { AppEnv } from './environment.ts'

/**
 * The answer to a request: what middleware wants every answer to carry, and its own headers. They stay a plain record
 * until they are written, since a Headers object for each request costs more than any one middleware.
 *
 * @param body null for an answer without content
 */
export const answer = (
  c: Context<AppEnv>,
  status: number,
  body: string | Uint8Array<ArrayBuffer> | null,
  headers?: Readonly<Record<string, string>>,
): Response => new Response(body, { status, headers: { ...c.get('headers'), ...headers } })

/** Has every answer to this request carry a header. */
export const carry = (c: Context<AppEnv>, name: string, value: string): void => {
  c.get('headers')[name] = value
}
