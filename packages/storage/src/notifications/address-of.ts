import type { Sql } from '../database.ts'

const ADDRESS_CHARS_MAX = 254
const LOCAL_CHARS_MAX = 64

/** Addresses that need no quoting anywhere: no space, control character, comma, bracket or quote can be in one. */
const address =
  /^([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$/

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text is an e-mail address that a message can be sent to as it is. */
export const isAddress = (text: string): boolean => {
  const match = text.length <= ADDRESS_CHARS_MAX ? address.exec(text) : null
  return match !== null && (match[1] ?? '').length <= LOCAL_CHARS_MAX
}

/**
 * Where attendees get their mail: the address of the user whose id an attendee is, or the attendee itself where that
 * is an address. Those that are missing have none.
 */
export const addressesOf = async (
  sql: Sql,
  attendees: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = attendees.filter((attendee) => uuid.test(attendee))
  const users =
    ids.length === 0
      ? []
      : await sql<{ id: string; email: string }[]>`
          SELECT id::text, email FROM users WHERE id = ANY (${ids}::text[]::uuid[]) AND is_active`
  const emailOf = new Map(users.map(({ id, email }) => [id, email]))
  return new Map(
    attendees.flatMap((attendee): [string, string][] => {
      const found = emailOf.get(attendee.toLowerCase()) ?? attendee
      return isAddress(found) ? [[attendee, found]] : []
    }),
  )
}
