import type { ExceptionCreateBody, ExceptionReplaceBody } from '@booking/contract'
import type { ExceptionInput } from '@booking/storage'

/** What a body asks for, as the storage takes it. */
export const exceptionInput = (body: ExceptionCreateBody | ExceptionReplaceBody): ExceptionInput =>
  body.exceptionType === 'cancelled'
    ? { kind: 'cancelled', reason: body.reason }
    : {
        kind: 'modified',
        reason: body.reason,
        newStart: body.newStartTime,
        newEnd: body.newEndTime,
        newTitle: body.newTitle,
      }
