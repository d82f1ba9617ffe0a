import type { OperationRow } from './operation-row.ts'

/** An answer with pages: its items under the name that the table says. */
export interface Page {
  readonly pagination: { readonly page: number; readonly pages: number }
}

/** As large as pages come, for the fewest requests. */
const pageSizeMax = 100

/**
 * A method that goes through all items of a list, one page after the other, each fetched when it is needed. What is
 * made or cancelled meanwhile may be missed or seen twice, as with any list by pages.
 */
export function pages(row: OperationRow, list: (...args: unknown[]) => Promise<Page>) {
  const queryAt = row.path.split('{').length - 1
  return async function* (...args: unknown[]): AsyncGenerator<unknown, void, undefined> {
    const query = (args[queryAt] ?? {}) as { page?: number; limit?: number }
    for (let page = query.page ?? 1; ; page++) {
      const around = { limit: pageSizeMax, ...query, page }
      const answer = await list(...args.slice(0, queryAt), around, ...args.slice(queryAt + 1))
      const items = (answer as unknown as Record<string, unknown[]>)[row.items ?? ''] ?? []
      yield* items
      if (items.length === 0 || page >= answer.pagination.pages) return
    }
  }
}
