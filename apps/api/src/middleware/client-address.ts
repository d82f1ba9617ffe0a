import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/**
 * The address a request came from: the peer's, or behind `trustedProxies` hops the entry that the outermost of
 * them wrote. Entries further left can be made up by the client and are never read.
 */
export const clientAddress = (c: Context, trustedProxies: number): string => {
  if (trustedProxies > 0) {
    const entries = (c.req.header('X-Forwarded-For') ?? '').split(',').map((entry) => entry.trim())
    const entry = entries.at(-trustedProxies)
    if (entry !== undefined && entry !== '') return entry
  }
  return peerAddress(c)
}

/** A request made in the process itself has no peer. */
const peerAddress = (c: Context): string => {
  try {
    return getConnInfo(c).remote.address ?? 'unknown'
  } catch {
    return 'local'
  }
}
