import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'

/**
 * The address a request came from: the peer's, or behind `trustedProxies` hops the entry that the outermost of
 * them wrote. Entries further left can be made up by the client and are never read.
 */
export const clientAddress = (c: Context, trustedProxies: number): string => {
  if (trustedProxies > 0) {
    const entries = (c.req.header('X-Forwarded-For') ?? '').split(',').map(withoutPort)
    const entry = entries.at(-trustedProxies)
    if (entry !== undefined && ipaddr.isValid(entry)) return entry
  }
  return peerAddress(c)
}

/** Some proxies write the port as well: `192.0.2.7:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (entry: string): string =>
  entry.trim().replace(/^\[(.+)\](?::\d+)?$|^(\d+(?:\.\d+){3}):\d+$/, '$1$2')

/** A request made in the process itself has no peer. */
const peerAddress = (c: Context): string => {
  try {
    return getConnInfo(c).remote.address ?? 'unknown'
  } catch {
    return 'local'
  }
}

/** What one household or host has to itself of IPv6 (RFC 6177): whoever has one address has 2^64 of them. */
const IPV6_BLOCK_BITS = 64

/**
 * The block of addresses that counts as one client: the address itself for IPv4, also where it is written as IPv6
 * (RFC 4291, section 2.5.5.2), and the first 64 bits for IPv6.
 */
export const addressBlock = (address: string): string => {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString()
  const block = ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${IPV6_BLOCK_BITS}`)
  return `${block.toString()}/${IPV6_BLOCK_BITS}`
}
