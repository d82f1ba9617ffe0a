/**
 * Statements that a list composes of the filters it is given, each shape of them once per pool: composing one and having
 * it planned costs several times what it costs to run it.
 */
export class PreparedShapes {
  readonly #statements = new Map<string, unknown>()

  /** @param compose makes the same for the same shape */
  of<Statement>(shape: readonly unknown[], compose: () => Statement): Statement {
    const key = JSON.stringify(shape)
    const known = this.#statements.get(key)
    if (known !== undefined) return known as Statement
    const statement = compose()
    this.#statements.set(key, statement)
    return statement
  }
}
