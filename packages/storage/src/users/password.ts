import { hash, verify } from '@node-rs/argon2'

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. argon2id is the library's default. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** An argon2id hash in the PHC string format, with a salt of its own. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost)

/** A hash that no password has, so that a user nobody knows takes as long as one with a wrong password. */
const nobodysHash = hash(crypto.randomUUID(), cost)

/** Whether the password belongs to the hash; without a hash it never does, and takes as long to say so. */
export const isPassword = async (passwordHash: string | undefined, password: string): Promise<boolean> => {
  const matches = await verify(passwordHash ?? (await nobodysHash), password)
  return matches && passwordHash !== undefined
}
