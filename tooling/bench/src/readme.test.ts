import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { apiPicturePath, docParts, loadTestingDoc, performanceDoc, rootReadme } from './api/bench.ts'
import { loadMarkdown, memoryMarkdown, readKeptLoad, readKeptLoads } from './api/load-markdown.ts'
import { readmeMarkdown } from './api/markdown.ts'
import { apiPicture } from './api/picture.ts'
import type { ApiResults } from './api/result.ts'
import { corePicturePath } from './core/bench.ts'
import { coreMarkdown } from './core/markdown.ts'
import { corePicture } from './core/picture.ts'
import type { CoreResults } from './core/result.ts'
import { databaseParts } from './database/bench.ts'
import type { DatabaseResults } from './database/result.ts'
import { markedPart } from './marked-part.ts'
import { profileParts } from './profile/bench.ts'
import type { ProfileResults } from './profile/result.ts'
import { coreReadme, readResults } from './repository.ts'
import { sizeMarkdown } from './size/bench.ts'
import type { Size } from './size/measure.ts'

const readme = readFileSync(coreReadme, 'utf8')

it('the speed table in the README of the core is that of the results', () => {
  expect(markedPart(readme, 'speed')).toBe(coreMarkdown(readResults<CoreResults>('core')))
})

it('the picture beside it is that of the results', () => {
  expect(readFileSync(corePicturePath, 'utf8')).toBe(corePicture(readResults<CoreResults>('core')))
})

it('the size table in the README of the core is that of the results', () => {
  expect(markedPart(readme, 'size')).toBe(sizeMarkdown(readResults<Size[]>('size')))
})

const apiResults = readResults<ApiResults>('api')

it('the table of the API in the README is that of the results', () => {
  expect(markedPart(readFileSync(rootReadme, 'utf8'), 'api')).toBe(readmeMarkdown(apiResults))
})

it('the memory in the README is that of the load test that was kept', () => {
  expect(markedPart(readFileSync(rootReadme, 'utf8'), 'memory')).toBe(
    memoryMarkdown(apiResults, readKeptLoad('full')),
  )
})

it('the load tests in docs/load-testing.md are those that were kept', () => {
  expect(markedPart(readFileSync(loadTestingDoc, 'utf8'), 'load-tests')).toBe(loadMarkdown(readKeptLoads()))
})

it.each(Object.keys(docParts))('the part "%s" of docs/performance.md is that of the results', (name) => {
  expect(markedPart(readFileSync(performanceDoc, 'utf8'), name)).toBe(docParts[name]!(apiResults))
})

it.each(Object.keys(databaseParts))('the part "%s" of docs/performance.md is that of the results', (name) => {
  const results = readResults<DatabaseResults>('database')
  expect(markedPart(readFileSync(performanceDoc, 'utf8'), name)).toBe(databaseParts[name]!(results))
})

it.each(Object.keys(profileParts))('the part "%s" of docs/performance.md is that of the results', (name) => {
  const results = readResults<ProfileResults>('profile')
  expect(markedPart(readFileSync(performanceDoc, 'utf8'), name)).toBe(profileParts[name]!(results))
})

it('the picture of docs/performance.md is that of the results', () => {
  expect(readFileSync(apiPicturePath, 'utf8')).toBe(apiPicture(apiResults))
})
