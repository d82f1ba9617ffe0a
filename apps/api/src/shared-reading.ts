/**
 * Lets all who ask while a reading is under way have that one; who asks after it starts the next.
 *
 * @param read is not called again before it has settled
 */
export const sharedReading = <Reading>(read: () => Promise<Reading>): (() => Promise<Reading>) => {
  let underWay: Promise<Reading> | undefined
  return () => {
    underWay ??= read().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}
