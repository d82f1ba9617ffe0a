import type { Wall } from '@booking/core'
import { customType } from 'drizzle-orm/pg-core'
import { instantFromSql, instantToSql, wallFromSql, wallToSql } from '../sql-values.ts'

/** `timestamptz` as milliseconds since the epoch. */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamptz',
  fromDriver: instantFromSql,
  toDriver: instantToSql,
})

/** `timestamp` as wall-clock milliseconds. */
export const wall = customType<{ data: Wall; driverData: string }>({
  dataType: () => 'timestamp',
  fromDriver: wallFromSql,
  toDriver: wallToSql,
})
