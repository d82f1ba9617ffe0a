const TRY_AGAIN_MS = 1_000

/**
 * Makes the first administrator now or, where the database is away or not yet migrated, as soon as it is there: a
 * program that starts before its database waits for it.
 *
 * @param make does nothing where there is a user already
 * @param onWait is told why it waits, once for each try
 */
export const ensureFirstAdmin = async (
  make: () => Promise<unknown>,
  onWait: (error: Error) => void,
): Promise<void> => {
  try {
    await make()
  } catch (error) {
    onWait(error as Error)
    setTimeout(() => void ensureFirstAdmin(make, onWait), TRY_AGAIN_MS).unref()
  }
}
