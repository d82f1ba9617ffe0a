/** The release cannot be made; the message says what to do about it. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError'
}
