import { expect, test } from 'vitest'
import { hasFile, textOf } from './repository.ts'

/** Instructions, those that go over several lines as one. */
const instructions = textOf('Dockerfile')
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .join('\n')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [, verb = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? []
    return { verb, rest }
  })

const all = (verb: string) => instructions.filter((one) => one.verb === verb).map(({ rest }) => rest)

/** Of the image that is shipped. */
const last = instructions.slice(instructions.findLastIndex(({ verb }) => verb === 'FROM'))

const manifest = JSON.parse(textOf('package.json')) as { packageManager: string; engines: { node: string } }

test('every image has a version, of a Node.js that the programs run on', () => {
  const [, least = ''] = /^>=(\d+)/.exec(manifest.engines.node) ?? []
  for (const image of all('FROM')) {
    const [, major] = /^node:(\d+)-slim(?: AS [a-z]+)?$/.exec(image) ?? []
    expect(Number(major), image).toBeGreaterThanOrEqual(Number(least))
  }
})

test('nothing is fetched by the way, and what is copied comes from the repository or a stage that is there', () => {
  expect(all('ADD')).toEqual([])
  const stages = all('FROM').flatMap((image) => / AS (\S+)$/.exec(image)?.[1] ?? [])
  for (const copy of all('COPY')) {
    const [, stage, source = ''] = /^(?:--from=(\S+) )?(\S+) \S+$/.exec(copy) ?? []
    if (stage === undefined) expect(hasFile(source), source).toBe(true)
    else expect(stages).toContain(stage)
  }
})

test('what is built is installed by the package manager that the repository names, from the lock file', () => {
  const installs = all('RUN').flatMap((commands) => commands.match(/npx -y \S+ install[^&]*/g) ?? [])
  expect(installs).toHaveLength(2)
  for (const install of installs) {
    expect(install).toContain(` ${manifest.packageManager} `)
    expect(install).toContain('--frozen-lockfile')
  }
})

test('what is shipped runs as somebody without rights, in production, and is told of signals', () => {
  const verbs = last.map(({ verb }) => verb)
  expect(verbs.filter((verb) => verb === 'RUN')).toEqual([])
  expect(last.find(({ verb }) => verb === 'USER')?.rest).toBe('node')
  expect(verbs.lastIndexOf('USER')).toBeGreaterThan(verbs.lastIndexOf('COPY'))
  expect(last).toContainEqual({ verb: 'ENV', rest: 'NODE_ENV=production' })
  // A list is run by itself; a text would be run by a shell, which keeps signals to itself.
  expect(JSON.parse(last.find(({ verb }) => verb === 'CMD')?.rest ?? '')).toEqual([
    'node',
    'apps/api/dist/main.js',
  ])
})

test('no secret, no dependency and no result of this machine is sent to the build', () => {
  const ignored = textOf('.dockerignore').split('\n')
  for (const name of ['.git', '.data', '.env*', '**/node_modules', '**/dist']) expect(ignored).toContain(name)
})
