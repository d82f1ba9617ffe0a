/**
 * Makes, or brings up to date, the tables of the queue (schema `graphile_worker`). The API can then enqueue before any
 * worker has run.
 *
 * @param databaseUrl a role that may create a schema, or a database where it exists
 */
export const installQueue = async (databaseUrl: string): Promise<void> => {
  // Imported here: programs that only enqueue have no use for a second driver.
  const { Logger, runMigrations } = await import('graphile-worker')
  await runMigrations({ connectionString: databaseUrl, logger: new Logger(() => () => {}) })
}
