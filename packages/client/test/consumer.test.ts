import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultServer, json } from './fault-server.ts'

const run = promisify(execFile)
const home = fileURLToPath(new URL('..', import.meta.url))
const command = (name: string) => path.join(home, 'node_modules/.bin', name)

let folder = ''
/** The package as somebody gets it: built, with its package.json, and without anything of this repository. */
let installed = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'booking-client-'))
  installed = path.join(folder, 'node_modules/@booking/client')
  await mkdir(path.join(installed, 'dist'), { recursive: true })
  await run(command('tsup'), ['--out-dir', path.join(installed, 'dist')], { cwd: home })
  await cp(path.join(home, 'package.json'), path.join(installed, 'package.json'))
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}')
}, 180_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const blocks = async (): Promise<string> => {
  const readme = await readFile(path.join(home, 'README.md'), 'utf8')
  return [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]).join('\n')
}

const strict = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: false,
}

const compile = async (name: string, source: string, compilerOptions: object): Promise<string> => {
  await writeFile(path.join(folder, `${name}.ts`), source)
  const project = path.join(folder, `tsconfig.${name}.json`)
  await writeFile(
    project,
    JSON.stringify({ compilerOptions: { ...strict, ...compilerOptions }, files: [`${name}.ts`] }),
  )
  return run(command('tsc'), ['-p', project]).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  )
}

const inBrowsers = { lib: ['ES2022', 'DOM'], types: [], module: 'ESNext', moduleResolution: 'Bundler' }

describe('the built package', () => {
  test('declares nothing that needs another package', async () => {
    const types = await readFile(path.join(installed, 'dist/index.d.ts'), 'utf8')
    expect(types.match(/from '[^']+'|import\(|<reference|\bz\.|Zod/g)).toBeNull()
    const code = await readFile(path.join(installed, 'dist/index.js'), 'utf8')
    expect(code.match(/^import|\bimport\(|require\(|node:|process\.|Buffer/gm)).toBeNull()
  })

  test('lets the recipes of its README compile for browsers, strictly', { timeout: 120_000 }, async () => {
    const given =
      'declare const baseUrl: string, token: string, room: string, email: string, password: string\n'
    const faults = await compile('recipes', given + (await blocks()), inBrowsers)
    expect(faults).toBe('')
  })

  test('lets a program for Node compile without the types of browsers', { timeout: 120_000 }, async () => {
    await mkdir(path.join(folder, 'node_modules/@types'), { recursive: true })
    await symlink(path.join(home, 'node_modules/@types/node'), path.join(folder, 'node_modules/@types/node'))
    const source = `
      import { createBookingClient, type Booking, isProblem, type OperationTypes } from '@booking/client'
      const booking = createBookingClient({ baseUrl: process.env.BASE ?? '', token: async () => 't' })
      const made: Booking = await booking.bookings.create({
        resourceId: 'r', title: 'T', startTime: new Date(), endTime: new Date(),
      }, { signal: AbortSignal.timeout(1), dryRun: true })
      await booking.bookings.update(made.id, { ...made, title: 'another' }, { ifMatch: made.version })
      const maybe: Booking | null = await booking.bookings.get(made.id, { ifNoneMatch: '"1"' })
      type Status = OperationTypes['getBooking']['answer']['status']
      const status: Status = maybe?.status ?? 'active'
      console.log(status, isProblem(null, 'booking_conflict'))
    `
    // The types of Node itself, which are not ours to judge, do not compile without those of browsers.
    expect(
      await compile('node', source, {
        lib: ['ES2023'],
        types: ['node'],
        module: 'NodeNext',
        skipLibCheck: true,
      }),
    ).toBe('')
  })

  test('tells mistakes', { timeout: 120_000 }, async () => {
    const source = `
      import { createBookingClient, isProblem } from '@booking/client'
      const booking = createBookingClient({ baseUrl: '/' })
      booking.bookings.create({ resourceId: 'r', title: 'T', startTime: 'x' })
      booking.bookings.list({ status: 'gone' })
      booking.bookings.get('x', { ifMatch: 1 })
      booking.bookings.cancel('x', { scope: 'that' })
      booking.bookings.create({ resourceId: 'r', title: 'T', startTime: 'x', endTime: 'y', recurrenceRule: 'FREQ=DAILY' })
      isProblem(null, 'booking_conflicts')
    `
    const faults = await compile('mistakes', source, inBrowsers)
    expect([...faults.matchAll(/mistakes\.ts\((\d+),/g)].map((match) => Number(match[1]))).toEqual([
      4, 5, 6, 7, 8, 9,
    ])
  })

  test('runs in Node as it is imported', async () => {
    const { baseUrl } = await faultServer(json(200, { status: 'ok' }))
    const program = `import { createBookingClient, problemCodes } from '@booking/client'
      const { status } = await createBookingClient({ baseUrl: ${JSON.stringify(baseUrl)} }).health.live()
      console.log(status, problemCodes.includes('booking_conflict'))`
    await writeFile(path.join(folder, 'program.js'), program)
    const { stdout } = await run(process.execPath, [path.join(folder, 'program.js')], { cwd: folder })
    expect(stdout).toBe('ok true\n')
  })
})
