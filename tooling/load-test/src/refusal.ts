/** A reason not to go on that is told to the person as one sentence, without a stack. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
