/** Why an embedded server could not be run. The set is closed: callers may switch on it exhaustively. */
export type EmbeddedPostgresErrorCode =
  | 'UNSUPPORTED_PLATFORM'
  | 'BINARIES_MISSING'
  | 'BINARIES_UNUSABLE'
  | 'NO_SERVER_ACCOUNT'
  | 'DATA_FOLDER_UNUSABLE'
  | 'DATA_VERSION_MISMATCH'
  | 'INIT_FAILED'
  | 'START_FAILED'
  | 'STOP_FAILED'

/** A failure with a sentence that tells the person in front of the screen what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
  readonly code: EmbeddedPostgresErrorCode

  constructor(code: EmbeddedPostgresErrorCode, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options)
    this.code = code
  }
}

/** The `code` of a Node system error such as `EACCES`, or `undefined` for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
