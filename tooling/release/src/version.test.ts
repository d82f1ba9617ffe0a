import { describe, expect, test } from 'vitest'
import { ReleaseError } from './release-error.ts'
import { packageFiles, textOf } from './repository.ts'
import { requireLater, withVersion } from './version.ts'

describe('the next version', () => {
  test.each([
    ['1.0.1', '1.0.0'],
    ['1.10.0', '1.9.9'],
    ['2.0.0', '1.99.99'],
    ['2.0.0', '2.0.0-rc.9'],
    ['2.0.0-rc.10', '2.0.0-rc.9'],
  ])('%s comes after %s', (version, present) => {
    expect(() => requireLater(version, present)).not.toThrow()
  })

  test.each([
    ['1.0.0', '1.0.0'],
    ['1.9.9', '1.10.0'],
    ['2.0.0-rc.1', '2.0.0'],
    ['v1.2.3', '1.0.0'],
    ['1.2', '1.0.0'],
    ['01.2.3', '1.0.0'],
  ])('%s is refused after %s', (version, present) => {
    expect(() => requireLater(version, present)).toThrow(ReleaseError)
  })
})

test('all packages of ours have one version, and each can be given the next', () => {
  const versions = packageFiles().map((file) => (JSON.parse(textOf(file)) as { version: string }).version)
  expect(new Set(versions).size).toBe(1)
  for (const file of packageFiles()) {
    const changed = JSON.parse(withVersion(textOf(file), '9.8.7'))
    expect(changed).toEqual({ ...JSON.parse(textOf(file)), version: '9.8.7' })
  }
})
