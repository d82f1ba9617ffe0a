import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type DatabaseServer, type Migrate, openDatabaseServer } from './database-server.ts'
import { messageOf, TestkitError } from './errors.ts'
import { type RedisServer, startRedis } from './start-redis.ts'

/** How test workers reach the broker. */
export interface BrokerAddress {
  readonly url: string
  readonly secret: string
}

export interface BrokerOptions {
  /** Superuser's address of a running PostgreSQL; when absent one is started. */
  readonly databaseUrl: string | undefined
  /** Address of a running Redis; when absent one is started. */
  readonly redisUrl: string | undefined
  readonly migrate: Migrate
}

export interface Broker {
  readonly address: BrokerAddress
  stop(): Promise<void>
}

/**
 * Lives in the main process of a test run and starts servers when a test first asks for them, so that a run of pure
 * tests starts none. Workers ask over loopback HTTP.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const secret = randomBytes(16).toString('hex')
  const services = new Services(options)
  const server = createServer(async (request, response) => {
    const answer = await respond(request, secret, services)
    response.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify(answer.body))
  })
  const url = await listen(server)
  return {
    address: { url, secret },
    async stop() {
      server.close()
      server.closeAllConnections()
      await services.stop()
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: unknown
}

async function respond(request: IncomingMessage, secret: string, services: Services): Promise<Answer> {
  if (request.headers.authorization !== `Bearer ${secret}`)
    return { status: 401, body: { error: 'wrong secret' } }
  try {
    const url = new URL(request.url ?? '/', 'http://broker')
    return { status: 200, body: await services.serve(url.pathname, url.searchParams.get('url') ?? '') }
  } catch (error) {
    const stack = error instanceof Error ? error.stack : String(error)
    return { status: 500, body: { error: messageOf(error), stack } }
  }
}

class Services {
  readonly #options: BrokerOptions
  #databases: Promise<DatabaseServer> | undefined
  #redis: Promise<RedisServer> | undefined
  #redisDatabase = 0

  constructor(options: BrokerOptions) {
    this.#options = options
  }

  async serve(action: string, url: string): Promise<unknown> {
    if (action === '/redis') return { url: await this.#redisUrl() }
    const databases = await this.#openDatabases()
    if (action === '/clone') return { url: await databases.clone() }
    if (action === '/drop') return databases.drop(url)
    throw new TestkitError(`unknown action ${action}`)
  }

  async stop(): Promise<void> {
    const [databases, redis] = await Promise.allSettled([this.#databases, this.#redis])
    if (databases.status === 'fulfilled') await databases.value?.stop()
    if (redis.status === 'fulfilled') await redis.value?.stop()
  }

  #openDatabases(): Promise<DatabaseServer> {
    this.#databases ??= openDatabaseServer(this.#options.databaseUrl, this.#options.migrate)
    return this.#databases
  }

  /** Each caller gets a logical database of its own on our server; somebody else's server is handed out as it is. */
  async #redisUrl(): Promise<string> {
    if (this.#options.redisUrl !== undefined) return this.#options.redisUrl
    this.#redis ??= startRedis()
    const { url } = await this.#redis
    return `${url}/${this.#redisDatabase++}`
  }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address !== 'object' || address === null)
        return reject(new TestkitError('no port for the broker'))
      server.unref()
      resolve(`http://127.0.0.1:${address.port}`)
    })
  })
}
