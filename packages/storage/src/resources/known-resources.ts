import type { ResourceRecord } from '../schema/resources.ts'

const KNOWN_MAX = 10_000

/**
 * Resources as this process last read them, so that a booking need not read its resource first. What is remembered may
 * be old: it allows nothing and refuses nothing by itself. The statement that writes says whether the resource still has
 * the version that was planned with, which every change of it raises but the horizon, which only grows.
 */
export class KnownResources {
  readonly #records = new Map<string, ResourceRecord>()

  get(id: string): ResourceRecord | undefined {
    return this.#records.get(id)
  }

  /** Remembers a resource in place of the one that has been known longest. */
  keep(resource: ResourceRecord): ResourceRecord {
    if (this.#records.size >= KNOWN_MAX && !this.#records.has(resource.id))
      this.#records.delete(this.#records.keys().next().value as string)
    this.#records.set(resource.id, resource)
    return resource
  }

  forget(id: string): void {
    this.#records.delete(id)
  }
}
