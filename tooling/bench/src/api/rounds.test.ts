import { expect, it } from 'vitest'
import { medianFigure, roundedDeep } from './rounds.ts'

const figure = { perSecond: 100, serverUs: 50, databaseUs: 50, p50: 1, p95: 2, p99: 3, max: 4 }

it('the middle of the rounds counts, the slowest request of all, and how far the CPU of the rounds lies apart', () => {
  const rounds = [figure, { ...figure, perSecond: 300, max: 9 }, { ...figure, perSecond: 200, serverUs: 70 }]
  expect(medianFigure(rounds)).toEqual({ ...figure, perSecond: 200, max: 9, spread: 0.2 })
})

it('every number of a result is rounded, and nothing else is touched', () => {
  expect(roundedDeep({ list: [1.23456], text: 'x', none: null })).toEqual({
    list: [1.23],
    text: 'x',
    none: null,
  })
})
