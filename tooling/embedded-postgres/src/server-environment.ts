/**
 * The environment of initdb and of the server: nothing of ours leaks in (a PGDATA or PGPORT would be obeyed), and
 * neither the machine's time zone nor its language changes what the server does.
 */
export function serverEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {
    TZ: 'UTC',
    LC_ALL: 'C',
    PATH: process.env.PATH ?? '/usr/bin:/bin',
  }
  for (const name of ['SystemRoot', 'TEMP', 'TMP']) {
    const value = process.env[name]
    if (process.platform === 'win32' && value !== undefined) environment[name] = value
  }
  return environment
}
