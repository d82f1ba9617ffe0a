import { operations, type TokenAnswer } from '@booking/contract'
import { endSession, refreshSession, type Session, startSession } from '@booking/storage'
import type { Deps, SignIn } from '../environment.ts'
import { presentUser } from '../present/present-user.ts'
import { Problem } from '../problem.ts'
import { route } from '../route.ts'

/** @throws Problem not_found where tokens come from elsewhere only */
const signInOf = ({ signIn }: Deps): SignIn => {
  if (signIn === null)
    throw new Problem('not_found', { detail: 'Nobody signs in here: tokens come from elsewhere.' })
  return signIn
}

const timesOf = ({ clock }: Deps, { refreshSeconds }: SignIn) => ({
  nowMs: clock(),
  refreshMs: refreshSeconds * 1000,
})

const tokensFor = async ({ user, refreshToken }: Session, signIn: SignIn): Promise<TokenAnswer> => ({
  accessToken: await signIn.signToken({ subject: user.id, role: user.role }, signIn.accessSeconds),
  tokenType: 'Bearer',
  expiresIn: signIn.accessSeconds,
  refreshToken,
  refreshExpiresIn: signIn.refreshSeconds,
  user: presentUser(user),
})

export const issueToken = route(operations.issueToken, async ({ body, deps }) => {
  const signIn = signInOf(deps)
  const session = await startSession(deps.database, body, timesOf(deps, signIn))
  return { status: 200, body: await tokensFor(session, signIn) }
})

export const refreshToken = route(operations.refreshToken, async ({ body, deps }) => {
  const signIn = signInOf(deps)
  const session = await refreshSession(deps.database, body.refreshToken, timesOf(deps, signIn))
  return { status: 200, body: await tokensFor(session, signIn) }
})

export const logout = route(operations.logout, async ({ body, deps }) => {
  await endSession(deps.database, body.refreshToken, deps.clock())
  return { status: 204 }
})
