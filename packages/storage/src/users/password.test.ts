import { expect, test } from 'vitest'
import { digestOfSecret, hashPassword, isPassword } from './password.ts'

test('a password belongs to its own hash, and each hash has a salt of its own', async () => {
  const [one, other] = [await hashPassword('correct horse'), await hashPassword('correct horse')]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(other).not.toBe(one)
  expect(await isPassword(one, 'correct horse')).toBe(true)
  expect(await isPassword(one, 'correct horses')).toBe(false)
})

test('without a hash there is one to compare with that argon2 reads, and no password is right', async () => {
  expect(await isPassword(undefined, 'correct horse')).toBe(false)
  expect(await isPassword(undefined, '')).toBe(false)
})

test('a digest of a secret is the same for the same text and salt, and else another', async () => {
  const digest = await digestOfSecret('correct horse', 'salt')
  expect(digest).toMatch(/^[\w-]{43}$/)
  expect(await digestOfSecret('correct horse', 'salt')).toBe(digest)
  expect(await digestOfSecret('correct horses', 'salt')).not.toBe(digest)
  expect(await digestOfSecret('correct horse', '')).not.toBe(digest)
})
