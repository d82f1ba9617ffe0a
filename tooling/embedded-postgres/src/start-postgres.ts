import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Binaries, defaultCacheFolders, prepareBinaries } from './binaries.ts'
import {
  type ClusterHome,
  openClusterHome,
  pathHash,
  readOrMakePassword,
  readPort,
  rememberPort,
} from './cluster-home.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { choosePort } from './free-port.ts'
import { initialise, SUPERUSER } from './initialise.ts'
import { currentHost, nativeFolder, nativePackageName } from './native-package.ts'
import { findLiveServer, hasCluster, spawnServer, stopServer } from './server-process.ts'
import { type Settings, serverSettings } from './settings.ts'
import { makeSocketFolder, removeSocketFolder } from './socket-folder.ts'

export interface StartPostgresOptions {
  /** Folder for the data and what belongs to them; made when missing. */
  readonly dataDir: string
  /** Leads the folder's name when the data must lie outside the project; default: the last part of `dataDir`. */
  readonly name?: string
  /** Told of steps that take time or need explaining, one line each. */
  readonly onProgress?: (line: string) => void
  /** PostgreSQL settings on top of `DEFAULT_SETTINGS`. */
  readonly settings?: Settings
  /** How long the server may take to become ready, crash recovery included; milliseconds, default 60,000. */
  readonly readyMsMax?: number
  /** Where data go when the server's account cannot reach `dataDir`; default /var/lib/booking-engine. */
  readonly outsideFolder?: string
  /** Folders for a copy of the binaries when node_modules cannot be used in place; the first that works is taken. */
  readonly cacheFolders?: readonly string[]
  /** The `native` folder of the binaries; default: that of the installed package for this machine. */
  readonly nativeFolder?: string
}

export interface EmbeddedPostgres {
  /** Superuser's address of the database `postgres`. */
  readonly url: string
  /** The same for another database of this server. */
  urlFor(database: string): string
  readonly port: number
  readonly pid: number
  /** True when the server was left running by an earlier run and has been taken over. */
  readonly adopted: boolean
  /** The folder that holds the data, which may be another than the one asked for. */
  readonly dataDir: string
  /** The folder of its socket, if it has one; outside `dataDir`, and removed by `stop`. */
  readonly socketFolder: string | undefined
  /** Fast shutdown; returns when the process and its lock and socket files are gone. May be called again. */
  stop(): Promise<void>
}

const READY_MS_MAX = 60_000
/** After a kill -9 the server's children need a moment to notice; until then the data count as in use. */
const DATA_IN_USE_MS_MAX = 5_000
const DATA_IN_USE_RETRY_MS = 100

/**
 * Starts the PostgreSQL that npm ships on a data folder, or takes over the one an earlier run left behind.
 * Only one caller at a time may use a data folder.
 *
 * @throws EmbeddedPostgresError with a sentence that says what to do
 */
export async function startPostgres(options: StartPostgresOptions): Promise<EmbeddedPostgres> {
  const onProgress = options.onProgress ?? (() => {})
  const source = options.nativeFolder ?? nativeFolder(nativePackageName(currentHost()))
  const home = openClusterHome({
    dataDir: options.dataDir,
    name: options.name ?? path.basename(options.dataDir),
    outsideFolder: options.outsideFolder ?? '/var/lib/booking-engine',
    onProgress,
  })
  const binaries = prepareBinaries({
    source,
    account: home.account,
    cacheFolders: options.cacheFolders ?? defaultCacheFolders(),
    onProgress,
  })
  const password = readOrMakePassword(home)
  if (!hasCluster(home)) onProgress(`Making a new PostgreSQL ${binaries.version} database in ${home.folder}`)
  initialise(home, binaries, password)
  return runServer(home, binaries, password, options)
}

async function runServer(
  home: ClusterHome,
  binaries: Binaries,
  password: string,
  options: StartPostgresOptions,
): Promise<EmbeddedPostgres> {
  const key = pathHash(home.folder)
  const begun = Date.now()
  const deadline = begun + (options.readyMsMax ?? READY_MS_MAX)
  const refused = new Set<number>()
  for (;;) {
    const live = await findLiveServer(home, deadline)
    if (live !== undefined) return handle(home, password, live, true, key)
    const socketFolder = process.platform === 'win32' ? undefined : makeSocketFolder(key, home.account)
    const port = await choosePort(readPort(home), key, refused)
    const settings = serverSettings(options.settings ?? {}, port, socketFolder)
    const attempt = await spawnServer(home, binaries, settings, deadline)
    if ('pid' in attempt) {
      rememberPort(home, port)
      return handle(home, password, { pid: attempt.pid, port }, false, key)
    }
    const mayRetry =
      (attempt.failure === 'data in use' && Date.now() - begun < DATA_IN_USE_MS_MAX) ||
      (attempt.failure === 'port taken' && Date.now() < deadline)
    if (!mayRetry) {
      if (attempt.failure !== 'data in use') removeSocketFolder(socketFolder)
      throw startFailed(home, attempt.said)
    }
    if (attempt.failure === 'port taken') refused.add(port)
    await delay(DATA_IN_USE_RETRY_MS)
  }
}

function handle(
  home: ClusterHome,
  password: string,
  server: { pid: number; port: number },
  adopted: boolean,
  key: string,
): EmbeddedPostgres {
  const urlFor = (database: string) =>
    `postgresql://${SUPERUSER}:${password}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`
  const socketFolder = process.platform === 'win32' ? undefined : makeSocketFolder(key, home.account)
  let stopping: Promise<void> | undefined
  const stop = async () => {
    await stopServer(server.pid, home)
    removeSocketFolder(socketFolder)
  }
  return {
    url: urlFor('postgres'),
    urlFor,
    ...server,
    adopted,
    dataDir: home.folder,
    socketFolder,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

function startFailed(home: ClusterHome, said: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'START_FAILED',
    `PostgreSQL did not start on ${home.folder}. It said:\n${said}\n` +
      `Its log is ${path.join(home.folder, 'server.log')}. If another program uses these data, end it; ` +
      'or set DATABASE_URL to another server.',
  )
}
