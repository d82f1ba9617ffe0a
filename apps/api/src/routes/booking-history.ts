import { formatInstant, type HistoryEntryAnswer, operations, paginationOf } from '@booking/contract'
import { type HistoryEntry, listHistory } from '@booking/storage'
import { route } from '../route.ts'

const actionNames: Record<HistoryEntry['action'], HistoryEntryAnswer['action']> = {
  'booking.created': 'created',
  'booking.updated': 'updated',
  'booking.retimed': 'retimed',
  'booking.split': 'split',
  'booking.cancelled': 'cancelled',
  'exception.created': 'exception_created',
  'exception.replaced': 'exception_replaced',
  'exception.undone': 'exception_deleted',
  'occurrence.rebooked': 'rebooked',
}

const presentEntry = (bookingId: string, entry: HistoryEntry): HistoryEntryAnswer => ({
  id: entry.id,
  bookingId,
  action: actionNames[entry.action],
  actor: entry.action === 'booking.retimed' ? null : entry.actor,
  at: formatInstant(entry.at),
  requestId: entry.requestId,
  notifications: entry.notifications.map(({ attendee, status, attempts, lastError, at }) => ({
    attendee,
    status,
    attempts,
    lastError,
    at: formatInstant(at),
  })),
  changes: entry.details,
})

export const bookingHistory = route(operations.bookingHistory, async ({ params, query, context }) => {
  const { items, total } = await listHistory(context, params.bookingId, query)
  return {
    status: 200,
    body: {
      history: items.map((entry) => presentEntry(params.bookingId, entry)),
      pagination: paginationOf({ ...query, total }),
    },
  }
})
