/** PostgreSQL settings by name, as in postgresql.conf. */
export type Settings = Readonly<Record<string, string>>

/** Sized for a small machine that runs other things too. Nothing here trades safety for speed. */
export const DEFAULT_SETTINGS: Settings = {
  shared_buffers: '256MB',
  max_connections: '100',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
}

/**
 * The settings of a run. They are given on the command line, so they follow the program and not old data.
 * Where it listens is not for callers to change: the loopback address, and a socket where there is a folder for one.
 */
export function serverSettings(own: Settings, port: number, socketFolder: string | undefined): Settings {
  return {
    ...DEFAULT_SETTINGS,
    ...own,
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: socketFolder === undefined ? '' : quoted(socketFolder),
    unix_socket_permissions: '0700',
  }
}

/** The setting is a comma-separated list of names. */
function quoted(folder: string): string {
  return `"${folder.replaceAll('"', '""')}"`
}
