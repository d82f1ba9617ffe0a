import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { explained } from './vector-explanations.ts'
import { answerTo, type Vector } from './vector-reading.ts'

function vectorsOf(file: string): Vector[] {
  const text = readFileSync(new URL(`../vectors/${file}.json`, import.meta.url), 'utf8')
  return (JSON.parse(text) as { cases: Vector[] }).cases
}

function refusalOf(vector: Vector): string {
  try {
    answerTo(vector)
  } catch (error) {
    if (error instanceof CoreError) return error.code
    throw error
  }
  return 'accepted'
}

function expectReading(
  vector: Vector,
  reading: { local: readonly string[]; utc?: readonly string[] | null },
): void {
  const answer = answerTo(vector)
  expect(answer.local).toEqual(reading.local)
  if (reading.utc !== undefined && reading.utc !== null) expect(answer.utc).toEqual(reading.utc)
}

describe.each(['rrule-rfc5545', 'rrule-dateutil', 'rrule-libical'])('%s', (file) => {
  const vectors = vectorsOf(file)
  const plain = vectors.filter((v) => !explained.has(v.id))

  it.each(plain.map((v) => [v.id, v] as const))('%s is expanded as expected', (_id, vector) => {
    expectReading(vector, vector)
  })

  it.each(vectors.filter((v) => explained.has(v.id)).map((v) => [v.id, v] as const))(
    '%s differs in the way it is explained',
    (id, vector) => {
      const explanation = explained.get(id)
      expect(vector.status).not.toBe('agreed')
      if (explanation?.outcome === 'refused') expect(refusalOf(vector)).toBe('invalid_rule')
      else expectReading(vector, vector.alternatives?.[0] ?? { local: [] })
    },
  )
})

it('every explanation belongs to a vector', () => {
  const ids = new Set(['rrule-dateutil', 'rrule-libical'].flatMap(vectorsOf).map((v) => v.id))
  expect([...explained.keys()].filter((id) => !ids.has(id))).toEqual([])
})
