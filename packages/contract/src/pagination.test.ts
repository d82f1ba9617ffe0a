import { expect, test } from 'vitest'
import { pagination, paginationOf } from './pagination.ts'

test('pages are the total by the limit, rounded up', () => {
  expect(paginationOf({ page: 1, limit: 20, total: 25 })).toEqual({ page: 1, limit: 20, total: 25, pages: 2 })
  expect(paginationOf({ page: 1, limit: 20, total: 40 }).pages).toBe(2)
  expect(pagination.parse(paginationOf({ page: 7, limit: 20, total: 0 })).pages).toBe(0)
})
