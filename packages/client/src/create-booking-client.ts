import { type ApiCall, apiCall } from './api-call.ts'
import type { ClientOptions } from './client-options.ts'
import { readDeprecation } from './deprecation.ts'
import { BookingApiError } from './errors.ts'
import { operationRequest } from './operation-request.ts'
import type { OperationRow } from './operation-row.ts'
import { type BookingClient, type OperationId, operationTable } from './operations.generated.ts'
import { type Page, pages } from './pages.ts'
import { send } from './send.ts'
import { settingsOf } from './settings.ts'

/**
 * A client of the Booking API: one method for each operation, grouped by what it is about.
 *
 * Ids come first, then the body, then (where something is read) the query, and the options last. Query parameters of
 * calls that change something stand among the options.
 *
 * @throws TypeError when `baseUrl` is no address
 * @example
 * const booking = createBookingClient({ baseUrl: 'https://booking.example.com', token })
 * const meeting = await booking.bookings.create({ resourceId, title, startTime, endTime })
 */
export function createBookingClient(options: ClientOptions): BookingClient {
  const settings = settingsOf(options)
  const warned = new Set<string>()
  const tell = (operation: OperationId, headers: Headers) => {
    const deprecation = settings.onDeprecation && readDeprecation(operation, headers)
    if (!deprecation || warned.has(operation)) return
    warned.add(operation)
    settings.onDeprecation?.(deprecation)
  }
  const call = (operation: OperationId, row: OperationRow, args: readonly unknown[]): ApiCall<unknown> => {
    const run = async () => {
      try {
        const request = operationRequest(settings.base, row, args)
        const answer = await send({ operation, row, request }, settings)
        tell(operation, answer.headers)
        return answer
      } catch (error) {
        if (error instanceof BookingApiError) tell(operation, error.headers)
        throw error
      }
    }
    return apiCall(run())
  }

  const groups: Record<string, Record<string, unknown>> = {}
  for (const [id, row] of Object.entries<OperationRow>(operationTable)) {
    const one = (...args: unknown[]) => call(id as OperationId, row, args)
    groups[row.group] ??= {}
    const group = groups[row.group]!
    group[row.name] = one
    if (row.allPages && row.items)
      group[row.allPages] = pages(row, (...args) => one(...args) as Promise<Page>)
  }
  // The table and the interface are generated from the same contract.
  return groups as unknown as BookingClient
}
