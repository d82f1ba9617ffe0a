import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPort, refuseOldNode, refuseTakenPort } from '../bin/preflight.mjs'

const program = path.join(import.meta.dirname, '../bin/start.mjs')
let root: string
let squatter: Server

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'preflight-'))
  squatter = createServer()
})

afterEach(() => {
  squatter.close()
  rmSync(root, { recursive: true, force: true })
})

test('Node 20.19 is the oldest that will do', () => {
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '26.1.0'])
    expect(() => refuseOldNode(version)).not.toThrow()
  for (const version of ['18.20.8', '20.18.3']) expect(() => refuseOldNode(version)).toThrow('20.19 or newer')
})

test('PORT is a whole number from 1 to 65535, or 3000 when unset', () => {
  expect(readPort({})).toBe(3000)
  expect(readPort({ PORT: '' })).toBe(3000)
  expect(readPort({ PORT: ' 8080 ' })).toBe(8080)
  for (const PORT of ['0', '65536', '-1', '3000.5', '3e3', 'abc', '0x10']) {
    expect(() => readPort({ PORT })).toThrow('PORT must be a whole number from 1 to 65535')
  }
})

test.each(['127.0.0.1', '0.0.0.0'])(
  'a port that is taken on %s is refused, with another to try',
  async (host) => {
    const port = await occupy(host)
    await expect(refuseTakenPort(port, root)).rejects.toThrow(
      `Port ${port} is in use. Choose another: PORT=${port + 1}`,
    )
  },
)

test('if our own instance holds the port, that is said', async () => {
  const port = await occupy('127.0.0.1')
  mkdirSync(path.join(root, '.data'))
  writeFileSync(path.join(root, '.data/run.json'), JSON.stringify({ port, pid: process.ppid }))
  await expect(refuseTakenPort(port, root)).rejects.toThrow(
    `already runs in this folder (process ${process.ppid})`,
  )
})

test('a port that a killed start is about to let go of is waited for', async () => {
  const port = await occupy('127.0.0.1')
  mkdirSync(path.join(root, '.data'))
  writeFileSync(path.join(root, '.data/run.json'), JSON.stringify({ port, pid: 2 ** 30 }))
  const waiting = refuseTakenPort(port, root)
  squatter.close()
  await expect(waiting).resolves.toBeUndefined()
})

test('npm start with a bad or a taken port says so in one line, at once, and exits with 1', async () => {
  const port = await occupy('127.0.0.1')
  for (const [PORT, sentence] of [
    ['abc', 'PORT must be a whole number'],
    [String(port), `Port ${port} is in use`],
  ]) {
    const answer = spawnSync(process.execPath, [program], { env: { ...process.env, PORT }, encoding: 'utf8' })
    expect(answer.status).toBe(1)
    expect(answer.stdout).toBe('')
    expect(answer.stderr.trim().split('\n')).toEqual([expect.stringContaining(sentence ?? '')])
  }
})

function occupy(host: string): Promise<number> {
  return new Promise((resolve) => {
    squatter.listen(0, host, () => {
      const address = squatter.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
