/** The test bench itself failed: never the fault of the code under test. */
export class TestkitError extends Error {
  override readonly name = 'TestkitError'
}

/** What an unknown thrown value has to say. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
