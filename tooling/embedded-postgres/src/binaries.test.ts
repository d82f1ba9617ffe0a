import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareBinaries } from './binaries.ts'
import { currentHost, nativeFolder, nativePackageName } from './native-package.ts'
import type { ServerAccount } from './server-account.ts'

const root = mkdtempSync(path.join(os.tmpdir(), 'binaries-'))
chmodSync(root, 0o755)
const isRoot = process.getuid?.() === 0
const nobody: ServerAccount = { name: 'nobody', uid: 65_534, gid: 65_534 }
const account = isRoot ? nobody : undefined
const installed = path.join(root, 'package/native')

beforeAll(() => {
  const source = nativeFolder(nativePackageName(currentHost()))
  cpSync(source, installed, { recursive: true, verbatimSymlinks: true })
  for (const name of readdirSync(path.join(installed, 'lib'))) {
    const isLink = /^lib(ecpg|ecpg_compat|icudata|icui18n|icuuc|pgtypes|pq)\.so(\.\d+)?$/.test(name)
    if (isLink) rmSync(path.join(installed, 'lib', name))
  }
  writeFileSync(path.join(root, 'package/package.json'), '{"version":"18.4.0-test"}')
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

test('binaries installed without their install script get their links and run in place', () => {
  const source = copyOfInstalled('plain')
  const binaries = prepareBinaries({ source, account, cacheFolders: [], onProgress: () => {} })
  expect(binaries).toMatchObject({ folder: source, major: 18 })
  expect(existsSync(path.join(source, 'lib/libpq.so.5')) || process.platform !== 'linux').toBe(true)
})

test.runIf(isRoot)('where the server account cannot enter they are copied once, and then found', () => {
  const source = copyOfInstalled('closed')
  chmodSync(path.dirname(source), 0o700)
  const said: string[] = []
  const options = {
    source,
    account,
    cacheFolders: [path.join(root, 'cache')],
    onProgress: (line: string) => said.push(line),
  }
  const binaries = prepareBinaries(options)
  expect(path.dirname(binaries.folder)).toBe(path.join(root, 'cache'))
  expect(prepareBinaries(options)).toEqual(binaries)
  expect(said).toHaveLength(1)
  expect(readdirSync(path.join(root, 'cache'))).toHaveLength(1)
})

test.runIf(isRoot)('a copy that somebody else could have made is not executed', () => {
  const source = copyOfInstalled('closed-too')
  chmodSync(path.dirname(source), 0o700)
  const planted = path.join(root, 'planted')
  mkdirSync(planted)
  chownSync(planted, nobody.uid, nobody.gid)
  expect(() => prepareBinaries({ source, account, cacheFolders: [planted], onProgress: () => {} })).toThrow(
    expect.objectContaining({
      code: 'BINARIES_UNUSABLE',
      message: expect.stringContaining('writable by, others'),
    }),
  )
})

const sources = path.dirname(fileURLToPath(import.meta.url))

test.runIf(isRoot)(
  'an ordinary user without a home, with node_modules read-only, starts and stops a server',
  { timeout: 30_000 },
  () => {
    const source = copyOfInstalled('read-only')
    const home = path.join(root, 'ordinary')
    mkdirSync(home)
    chownSync(home, nobody.uid, nobody.gid)
    const program = path.join(home, 'program.mts')
    writeFileSync(
      program,
      // What is imported as root is imported wherever the checkout lies, then root is given up for good.
      `import { startPostgres } from ${JSON.stringify(path.join(sources, 'index.ts'))}
       process.setgroups([])
       process.setgid(${nobody.gid})
       process.setuid(${nobody.uid})
       const server = await startPostgres({ dataDir: ${JSON.stringify(`${home}/data`)},
         nativeFolder: ${JSON.stringify(source)}, onProgress: console.log })
       console.log('uid', process.getuid(), 'in', server.dataDir)
       await server.stop()`,
    )
    const answer = spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), program], {
      cwd: '/',
      env: { PATH: process.env.PATH, TMPDIR: home },
      encoding: 'utf8',
    })
    expect(answer.stderr).toBe('')
    expect(answer.stdout).toContain(`Copying PostgreSQL to ${home}/booking-engine-${nobody.uid}/`)
    expect(answer.stdout).toContain(`uid ${nobody.uid} in ${home}/data`)
    expect(existsSync(path.join(home, 'data/cluster/postmaster.pid'))).toBe(false)
  },
)

function copyOfInstalled(name: string): string {
  const folder = path.join(root, name)
  cpSync(path.join(root, 'package'), folder, { recursive: true, verbatimSymlinks: true })
  chmodSync(folder, 0o755)
  return path.join(folder, 'native')
}
