import { Writable } from 'node:stream'
import { afterEach, expect, test, vi } from 'vitest'
import { createSteps } from '../bin/steps.mjs'

const ESCAPE = String.fromCharCode(27)

afterEach(() => {
  vi.unstubAllEnvs()
})

test('elsewhere than on a terminal there are plain lines, without colours and without cursor movements', async () => {
  const { stream, text } = fakeStream(false)
  const steps = createSteps(stream)
  expect(await steps.run('Baking', async () => 7)).toBe(7)
  steps.note('noted')
  expect(text()).toMatch(/^Baking \.\.\.\nBaking: done \(\d+\.\d s\)\nnoted\n$/)
  expect(steps.strong('x')).toBe('x')
})

test('on a terminal the line is redrawn in colours, and without them where NO_COLOR is set', async () => {
  vi.stubEnv('TERM', 'xterm')
  vi.stubEnv('NO_COLOR', '')
  const colourful = fakeStream(true)
  await createSteps(colourful.stream).run('Baking', async () => {})
  expect(colourful.text()).toContain(`${ESCAPE}[32m✔${ESCAPE}[0m Baking`)
  vi.stubEnv('NO_COLOR', '1')
  const plain = fakeStream(true)
  await createSteps(plain.stream).run('Baking', async () => {})
  expect(plain.text()).toContain('✔ Baking')
  expect(plain.text()).not.toContain(`${ESCAPE}[32m`)
})

test('a step that fails is shown as stopped, and its error is passed on', async () => {
  const { stream, text } = fakeStream(false)
  const failing = createSteps(stream).run('Baking', () => Promise.reject(new TypeError('burnt')))
  await expect(failing).rejects.toThrow('burnt')
  expect(text()).toContain('Baking: stopped')
})

function fakeStream(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  let written = ''
  const sink = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk)
      done()
    },
  })
  return { stream: Object.assign(sink, { isTTY }) as unknown as NodeJS.WriteStream, text: () => written }
}
