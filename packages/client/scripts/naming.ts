import { bodyOf, type DocumentOperation, type PlacedOperation, takesHeader } from './document.ts'

/** Groups of methods by the tag of their operations. */
const groupOfTag: Readonly<Record<string, string>> = {
  Resources: 'resources',
  Availability: 'availability',
  Bookings: 'bookings',
  Exceptions: 'exceptions',
  Authentication: 'auth',
  Users: 'users',
  Health: 'health',
}

/** Operations that read better somewhere else than their tag says. */
const placeOfId: Readonly<Record<string, { readonly group: string; readonly name: string }>> = {
  detectConflicts: { group: 'conflicts', name: 'detect' },
  getPermissions: { group: 'permissions', name: 'get' },
  replacePermissions: { group: 'permissions', name: 'replace' },
}

/** The words of an operation id that its group says already. */
const impliedWords: Readonly<Record<string, RegExp>> = {
  resources: /Resources?/,
  availability: /Availability/,
  bookings: /^booking|Bookings?/,
  exceptions: /Exceptions?/,
  users: /Users?/,
  health: /^health/,
}

/** Operations that change nothing although their method is POST. */
const readingPosts = new Set(['checkAvailabilityBulk'])

/**
 * Where an operation stands in the client: `createBooking` is `bookings.create`. A new operation needs no line here
 * unless its tag is new.
 */
export function placeOf(operation: DocumentOperation): { group: string; name: string } {
  const placed = placeOfId[operation.operationId]
  if (placed) return placed
  const tag = operation.tags[0] ?? ''
  const group = groupOfTag[tag] ?? tag.toLowerCase()
  const rest = operation.operationId.replace(impliedWords[group] ?? /$^/, '')
  return { group, name: rest === '' ? 'get' : rest[0]!.toLowerCase() + rest.slice(1) }
}

/** Name of the method that goes through all pages: `list` is `listAll`, `history` is `historyAll`. */
export function allPagesName(name: string): string {
  return name.startsWith('list') ? `listAll${name.slice(4)}` : `${name}All`
}

/** `safe`: changes nothing. `keyed`: a write that takes an Idempotency-Key. `once`: a write that does not. */
export function repeatabilityOf(operation: PlacedOperation): 'safe' | 'keyed' | 'once' {
  if (operation.method === 'GET' || readingPosts.has(operation.operationId)) return 'safe'
  return takesHeader(operation, 'Idempotency-Key') ? 'keyed' : 'once'
}

/** Query parameters of a reading operation are an argument; those of the others stand among the options. */
export function queryIsArgument(operation: PlacedOperation): boolean {
  return operation.method === 'GET' && bodyOf(operation) === null
}

/** `createBooking` as the beginning of a type name: `CreateBooking`. */
export function typePrefix(operation: DocumentOperation): string {
  return operation.operationId[0]!.toUpperCase() + operation.operationId.slice(1)
}
