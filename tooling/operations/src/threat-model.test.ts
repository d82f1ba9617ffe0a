import { describe, expect, test } from 'vitest'
import { hasFile, textOf } from './repository.ts'

const document = textOf('docs/threat-model.md')

const risks = document.split('\n').filter((line) => /^\| API\d/.test(line))

/** Paths in backquotes that end like a test file. */
const testsIn = (text: string): string[] =>
  [...text.matchAll(/`([^`]+\.test\.ts)`/g)].map(([, file]) => file!)

test('the ten risks stand in the document, each once and in their order', () => {
  expect(risks.map((line) => /API\d+/.exec(line)?.[0])).toEqual(
    Array.from({ length: 10 }, (_, index) => `API${index + 1}`),
  )
})

test.each(risks.map((line) => [/API\d+/.exec(line)?.[0], line]))('%s has a test that shows it', (_, line) => {
  expect(testsIn(line ?? '').length).toBeGreaterThan(0)
})

describe('a file that the document names', () => {
  test.each([...new Set(testsIn(document))].sort())('%s exists and holds tests', (file) => {
    expect(hasFile(file)).toBe(true)
    expect(textOf(file)).toMatch(/^\s*(?:test|it)\b/m)
  })
})
