import { migrate } from './migrate.ts'

/** `node dist/migrate-command.js`: brings the database of DATABASE_URL up to date. */
const url = process.env.DATABASE_URL
if (url === undefined || url === '') {
  process.stderr.write('DATABASE_URL is required.\n')
  process.exit(1)
}
const { applied } = await migrate(url, { onProgress: (line) => process.stdout.write(`${line}\n`) })
process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `${applied.length} applied.\n`)
