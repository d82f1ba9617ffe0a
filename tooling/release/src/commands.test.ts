import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { placeOf } from './repository.ts'

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const changelog = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 1.0.0 (2026-01-01)\n\n- Old.\n'

/** A repository of its own with our commands, two packages, and checks that do as they are told. */
const repository = (checks: { verify?: number; test?: number } = {}) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'booking-release-'))
  folders.push(folder)
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8')
  const git = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' })
    expect(status, stderr).toBe(0)
    return stdout.trim()
  }
  const run = (command: 'main' | 'outdated', ...args: string[]) => {
    const options = ['--import', import.meta.resolve('tsx'), `tooling/release/src/${command}.ts`, ...args]
    const PATH = `${path.join(folder, 'bin')}${path.delimiter}${process.env.PATH}`
    const { status, stdout, stderr } = spawnSync(process.execPath, options, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH },
    })
    return { code: status, said: stdout + stderr }
  }
  const check = (name: 'verify' | 'test') =>
    `node -e "require('fs').writeFileSync('ran-${name}.log', ''); process.exit(${checks[name] ?? 0})"`
  const scripts = { verify: check('verify'), test: check('test') }
  write(
    'package.json',
    `${JSON.stringify({ name: 'all', version: '1.0.0', type: 'module', scripts }, null, 2)}\n`,
  )
  write('packages/one/package.json', `${JSON.stringify({ name: 'one', version: '1.0.0' }, null, 2)}\n`)
  mkdirSync(path.join(folder, 'apps'))
  write('CHANGELOG.md', changelog)
  write('.gitignore', '*.log\nbin\n')
  cpSync(placeOf('tooling/release/src'), path.join(folder, 'tooling/release/src'), { recursive: true })
  git('init', '--quiet', '--initial-branch=main')
  git('config', 'user.name', 'Somebody')
  git('config', 'user.email', 'somebody@example.com')
  git('config', 'commit.gpgsign', 'false')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'All')
  return { folder, write, read, git, run, has: (file: string) => existsSync(path.join(folder, file)) }
}

describe('a release', { timeout: 60_000 }, () => {
  test('without --yes says what it would be, and changes nothing', () => {
    const { run, git, has } = repository()
    const { code, said } = run('main', '1.1.0')
    expect(code).toBe(0)
    expect(said).toContain('Version 1.1.0 in 2 packages')
    expect(said).toContain('- New.')
    expect(git('status', '--porcelain') + git('tag')).toBe('')
    expect(has('ran-verify.log')).toBe(false)
  })

  test('with --yes is checked, written, committed and tagged', () => {
    const { run, git, read, has } = repository()
    expect(run('main', '1.1.0', '--yes')).toMatchObject({ code: 0 })
    expect([has('ran-verify.log'), has('ran-test.log')]).toEqual([true, true])
    for (const file of ['package.json', 'packages/one/package.json'])
      expect(JSON.parse(read(file)).version).toBe('1.1.0')
    expect(read('CHANGELOG.md')).toMatch(/## Unreleased\n\n## 1\.1\.0 \(\d{4}-\d\d-\d\d\)\n\n- New\.\n/)
    expect(git('status', '--porcelain')).toBe('')
    expect(git('log', '--format=%s')).toBe('Version 1.1.0\nAll')
    expect(git('show', '--name-only', '--format=', 'HEAD').split('\n')).toEqual([
      'CHANGELOG.md',
      'package.json',
      'packages/one/package.json',
    ])
    expect(git('cat-file', '-t', 'v1.1.0')).toBe('tag')
    expect(git('rev-parse', 'v1.1.0^{commit}')).toBe(git('rev-parse', 'HEAD'))
  })

  test.each([{ verify: 1 }, { test: 1 }])('that fails %j is not made, and nothing is written', (checks) => {
    const { run, git } = repository(checks)
    const { code, said } = run('main', '1.1.0', '--yes')
    expect(code).toBe(1)
    expect(said).toContain(`"npm ${checks.verify === 1 ? 'run verify' : 'test'}" failed.`)
    expect(git('status', '--porcelain') + git('tag')).toBe('')
    expect(git('log', '--format=%s')).toBe('All')
  })

  test('is refused where it is not later, tagged already, of nothing, or not committed', () => {
    const { run, git, write } = repository()
    const refused = (version: string) => {
      const { code, said } = run('main', version, '--yes')
      expect(code).toBe(1)
      return said
    }
    expect(refused('1.0.0')).toContain('does not come after 1.0.0')
    git('tag', 'v1.1.0')
    expect(refused('1.1.0')).toContain('There is a tag v1.1.0 already.')
    write('packages/one/new.ts', '')
    expect(refused('1.2.0')).toContain('packages/one/new.ts')
    write('CHANGELOG.md', '# Changelog\n\n## Unreleased\n')
    expect(refused('1.2.0')).toContain('nothing that is new')
  })
})

/** Lets `npx pnpm …` say this, and end so. */
const withPnpm = (says: { outdated: string; audit: string; auditCode: number }) => {
  const repo = repository()
  const script = [
    '#!/bin/sh',
    'echo "npm warn Unknown user config" >&2',
    `if [ "$2" = outdated ]; then printf '%s\\n' '${says.outdated}'; exit 0; fi`,
    `printf '%s\\n' '${says.audit}'; exit ${says.auditCode}`,
  ]
  repo.write('bin/npx', `${script.join('\n')}\n`)
  chmodSync(path.join(repo.folder, 'bin/npx'), 0o755)
  return repo.run('outdated')
}

describe('what is outdated', { timeout: 60_000 }, () => {
  const unknown = 'Not known: the registry in use does not answer.'

  test('is told with what is vulnerable, which is a failure', () => {
    const { code, said } = withPnpm({ outdated: 'zod 4 5', audit: '1 vulnerabilities found', auditCode: 1 })
    expect(said).toBe(
      'Outdated:\n\nzod 4 5\n\nKnown to be vulnerable, of what the programs run on:\n\n1 vulnerabilities found\n',
    )
    expect(code).toBe(1)
  })

  test('is nothing where pnpm says nothing', () => {
    const { code, said } = withPnpm({ outdated: '', audit: 'No known vulnerabilities found', auditCode: 0 })
    expect(said).toContain('Outdated:\n\nNothing.\n')
    expect(code).toBe(0)
  })

  test.each([
    'ERR_PNPM_META_FETCH_FAIL  GET http://127.0.0.1:9/zod: request failed',
    'ERR_PNPM_AUDIT_ENDPOINT_NOT_EXISTS  The audit endpoint is not there',
    'ECONNREFUSED  request to http://127.0.0.1:9/-/npm/v1/security/audits/quick failed',
  ])('is not known where pnpm says %s, and nothing is taken for vulnerable', (failure) => {
    const { code, said } = withPnpm({ outdated: failure, audit: failure, auditCode: 1 })
    expect(said.split(unknown)).toHaveLength(3)
    expect(said).not.toContain('127.0.0.1')
    expect(code).toBe(2)
  })
})
