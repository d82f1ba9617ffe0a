import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Sql } from './sql.ts'

/** A node of a plan, as `EXPLAIN (FORMAT JSON)` writes it. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly 'Relation Name'?: string
  readonly 'Actual Total Time': number
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly PlanNode[]
}

/** Reads the plans of what PostgreSQL has run from its log, where auto_explain has left them. */
export class PlanLog {
  readonly #file: string

  /** @param file the log of the server, which is written before the client is answered */
  constructor(file: string) {
    this.#file = file
  }

  /** Plans of the statements that ran while `work` did, in order. */
  async of(work: () => Promise<unknown>): Promise<PlanNode[]> {
    const from = statSync(this.#file).size
    await work()
    return plansIn(this.#read(from))
  }

  #read(from: number): string {
    const file = openSync(this.#file, 'r')
    try {
      const bytes = Buffer.alloc(statSync(this.#file).size - from)
      readSync(file, bytes, 0, bytes.length, from)
      return bytes.toString()
    } finally {
      closeSync(file)
    }
  }
}

/** The plans in a piece of the log: the lines of an entry after its first begin with a tab. */
export function plansIn(log: string): PlanNode[] {
  return log
    .split(/\n(?!\t)/)
    .filter((entry) => /duration: [\d.]+ ms {2}plan:/.test(entry))
    .map((entry) => (JSON.parse(entry.slice(entry.indexOf('{'))) as { Plan: PlanNode }).Plan)
}

/** The node and all below it. */
export const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** Every session that opens on the database from now on has all its plans logged, with times and pages. */
export async function logPlans(sql: Sql): Promise<void> {
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_format': 'json',
  }
  const [row] = await sql<{ name: string }[]>`SELECT current_database() AS name`
  for (const [name, value] of Object.entries(settings))
    await sql.unsafe(`ALTER DATABASE "${row!.name}" SET ${name} = '${value}'`)
}
