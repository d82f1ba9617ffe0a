import { Refusal } from './refusal.ts'

interface DatabaseError {
  readonly code: string
  readonly constraint: string
  /** The server ends the session after it. */
  readonly isFatal: boolean
}

/** The driver's error beneath Drizzle's wrapper, whose message holds SQL and parameters and must not travel. */
const databaseError = (error: unknown): DatabaseError | null => {
  for (let e = error; e instanceof Error; e = e.cause) {
    const found = e as { code?: unknown; constraint_name?: unknown; severity?: unknown }
    if (typeof found.code !== 'string') continue
    const constraint = typeof found.constraint_name === 'string' ? found.constraint_name : ''
    const isFatal = found.severity === 'FATAL' || found.severity === 'PANIC'
    return { code: found.code, constraint, isFatal }
  }
  return null
}

/** Serialisation failure or deadlock: the same transaction may succeed when run again. */
export const mayRunAgain = (error: unknown): boolean => {
  const code = databaseError(error)?.code
  return code === '40001' || code === '40P01'
}

/**
 * Some of the claims sent in one statement were taken: the booking row was left out, so the claims that did
 * fit refer to nothing and the statement undid itself.
 */
export const isPartialClaim = (error: unknown): boolean => {
  const found = databaseError(error)
  return found?.code === '23503' && found.constraint.startsWith('occurrences_booking')
}

/** A statement gave up waiting for a lock. */
export const isLockTimeout = (error: unknown): boolean => databaseError(error)?.code === '55P03'

const busyCodes = new Set(['57014', '55P03', '40001', '40P01', '53300', '53400', '25P03', '25P04'])

const goneCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

/** The connection that the statement ran on is gone, or about to go. */
export const isConnectionLost = (error: unknown): boolean => {
  const found = databaseError(error)
  return found !== null && (found.isFatal || goneCodes.has(found.code))
}

/** Turns an error of the driver or the server into a refusal that can be told; null when it is a fault of ours. */
export const refusalFor = (error: unknown): Refusal | null => {
  const code = databaseError(error)?.code
  if (code === undefined) return null
  if (busyCodes.has(code)) return new Refusal('overloaded', { retryAfterSeconds: 1 }, { cause: error })
  const classOfState = code.slice(0, 2)
  if (goneCodes.has(code) || classOfState === '08' || classOfState === '57')
    return new Refusal('database_unavailable', { retryAfterSeconds: 2 }, { cause: error })
  // The contract refuses such values first; this is the net under it (class 22: data exception).
  if (classOfState === '22')
    return new Refusal(
      'invalid_request',
      { why: 'A value of the request cannot be stored.' },
      { cause: error },
    )
  return null
}
