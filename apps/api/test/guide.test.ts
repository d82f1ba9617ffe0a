import { execFile } from 'node:child_process'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { makeTempFolder } from '@booking/testkit'
import { afterAll, expect, test } from 'vitest'
import { serveApp } from './served-app.ts'
import { createTestApp, signToken } from './test-app.ts'

const run = promisify(execFile)

const blocksOf = async (file: string): Promise<string[]> => {
  const text = await readFile(new URL(`../../../${file}`, import.meta.url), 'utf8')
  return [...text.matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1]!)
}

/** Stands in for curl, which not every machine has: as much of it as the documents use. */
const curl = `#!${process.execPath}
const args = process.argv.slice(2)
const request = { method: undefined, headers: {} }
let url
while (args.length > 0) {
  const arg = args.shift()
  if (arg === '-X') request.method = args.shift()
  else if (arg === '-H') {
    const [name, ...value] = args.shift().split(': ')
    request.headers[name] = value.join(': ')
  } else if (arg === '-d') request.body = args.shift()
  else if (!arg.startsWith('-')) url = arg
  else if (arg !== '-sS') throw new Error('curl stands in for another, and does not know ' + arg)
}
fetch(url, request).then(async (answer) => {
  const text = await answer.text()
  require('node:fs').appendFileSync(process.env.ANSWERS, JSON.stringify([answer.status, JSON.parse(text)]) + '\\n')
  console.log(text)
})
`

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the test is about
  readonly body: any
}

const app = await createTestApp()
const origin = await serveApp(app)
const token = await signToken({ sub: 'root', role: 'admin' }, { nowMs: app.nowMs })
const password = 'correct horse battery'
const folder = makeTempFolder('guide')
afterAll(() => rm(folder, { recursive: true, force: true }))
await writeFile(path.join(folder, 'curl'), curl)
await chmod(path.join(folder, 'curl'), 0o755)

/** Runs a script as it stands in a document, with its places to fill in filled in; gives what was answered. */
const answersTo = async (script: string, given: Readonly<Record<string, string>>): Promise<Answer[]> => {
  const filled = script
    .replaceAll('http://localhost:3000', origin)
    .replace('"password":"…"', `"password":"${password}"`)
    .replace(/^(\w+)=….*$/gm, (_, name: string) => `${name}=${given[name]}`)
  expect(filled).not.toContain('…')
  const log = path.join(folder, 'answers')
  await writeFile(log, '')
  const env = { ...process.env, ...given, PATH: `${folder}:${process.env.PATH}`, ANSWERS: log }
  await run('sh', ['-eu', '-c', filled], { env })
  const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const [status, body] = JSON.parse(line)
    return { status, body }
  })
}

/** The statuses that a script says its commands are answered with. */
const promised = (script: string): number[] =>
  [...script.matchAll(/ {3}# (\d{3})$/gm)].map(([, status]) => Number(status))

test('the commands of README.md and docs/guide.md are answered as they say, one after the other', {
  timeout: 120_000,
}, async () => {
  const body = { email: 'admin@example.com', name: 'Admin', role: 'admin', password }
  expect((await app.send('POST', '/users', { role: 'admin', body })).status).toBe(201)
  const first = (await blocksOf('README.md')).filter((block) => block.includes('bookings/recurring'))
  expect((await answersTo(first.join('\n'), { TOKEN: token })).map(({ status }) => status)).toEqual([201])

  const [preamble = '', ...blocks] = await blocksOf('docs/guide.md')
  const given: Record<string, string> = { TOKEN: token }
  const all: Answer[] = []
  for (const block of blocks) {
    // The id that a reader puts in is that of the series just made: what comes before it runs first.
    for (const part of block.split(/^(?=ID=…)/m)) {
      const answers = await answersTo(`${preamble}\n${part}`, given)
      expect([part, answers.map(({ status }) => status)]).toEqual([part, promised(part)])
      for (const answer of answers)
        if (answer.status === 201 && answer.body.isRecurring) given.ID = answer.body.id
      all.push(...answers)
    }
  }
  expect(all.length).toBeGreaterThan(12)
  const told = all.find(({ body }) => body.occurrences !== undefined)?.body.occurrences
  expect(told.map(({ localStart, startTime }: Record<string, string>) => [localStart, startTime])).toEqual([
    ['2027-03-26T16:00:00', '2027-03-26T16:00:00.000Z'],
    ['2027-03-29T16:00:00', '2027-03-29T15:00:00.000Z'],
  ])
  const [once, again] = all.filter(({ body }) => body.title === 'Workshop').map(({ body }) => body)
  expect(again).toEqual(once)
  const taken = all.find(({ status }) => status === 409)?.body
  expect(taken.alternatives[0]).toMatchObject({ startTime: '2027-01-18T11:00:00.000Z' })
})
