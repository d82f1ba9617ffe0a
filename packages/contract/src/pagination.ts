import * as z from 'zod'
import { answer } from './answer.ts'
import { limits } from './limits.ts'
import { queryInteger } from './query.ts'

/** Query fields of every list: `page` from 1, `limit` from 1 to 100. A page past the end is an empty list. */
export const pageQuery = {
  page: queryInteger({ min: 1, max: limits.pageMax })
    .default(1)
    .meta({
      description: 'Page number, from 1. A page past the end is an empty list.',
      override: { default: 1 },
    }),
  limit: queryInteger({ min: 1, max: limits.pageSizeMax })
    .default(limits.pageSizeDefault)
    .meta({ description: 'Items per page.', override: { default: limits.pageSizeDefault } }),
}

/** Where a list stands: `pages` is `total / limit` rounded up. */
export const pagination = answer({
  page: z.int().min(1),
  limit: z.int().min(1).max(limits.pageSizeMax),
  total: z.int().min(0),
  pages: z.int().min(0),
}).meta({ id: 'Pagination' })

export type Pagination = z.output<typeof pagination>

/** The pagination of a list of `total` items. */
export function paginationOf(list: { page: number; limit: number; total: number }): Pagination {
  return { page: list.page, limit: list.limit, total: list.total, pages: Math.ceil(list.total / list.limit) }
}
