import { createHash, randomBytes } from 'node:crypto'
import { hash, hashRaw, verify } from '@node-rs/argon2'

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. argon2id is the library's default. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** An argon2id hash in the PHC string format, with a salt of its own. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost)

const unpadded = (length: number): string => randomBytes(length).toString('base64').replaceAll('=', '')

/**
 * A hash that no password has, so that a user nobody knows takes as long as one with a wrong password. It is drawn, not
 * computed: that would take 19 MiB at the start of every program, those that sign nobody in included.
 */
const nobodysHash = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${unpadded(16)}$${unpadded(32)}`

/** Whether the password belongs to the hash; without a hash it never does, and takes as long to say so. */
export const isPassword = async (passwordHash: string | undefined, password: string): Promise<boolean> => {
  const matches = await verify(passwordHash ?? nobodysHash, password)
  return matches && passwordHash !== undefined
}

/**
 * A digest to compare texts by that hold a password: the same for the same text and salt, and guessing the password from
 * it costs what it costs from {@link hashPassword}.
 *
 * @param salt what the digest is of; no other text may have it
 */
export const digestOfSecret = async (text: string, salt: string): Promise<string> => {
  const digest = await hashRaw(text, { ...cost, salt: createHash('sha256').update(salt).digest() })
  return digest.toString('base64url')
}
