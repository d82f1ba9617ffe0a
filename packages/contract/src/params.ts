import * as z from 'zod'
import { uuid } from './uuid.ts'

export const resourceParams = z.strictObject({ resourceId: uuid })
export const bookingParams = z.strictObject({ bookingId: uuid })
export const userParams = z.strictObject({ userId: uuid })
export const exceptionParams = z.strictObject({ bookingId: uuid, exceptionId: uuid })

/** For operations without query parameters: an unknown one is refused by name. */
export const emptyQuery = z.strictObject({})
