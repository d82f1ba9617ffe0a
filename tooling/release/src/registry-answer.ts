/** How pnpm tells that it got no answer: a code of its own, or one of the network with what failed. */
const unanswered = /\bERR_PNPM_|\bFetchError\b|^E[A-Z_]{4,}\b/m

/**
 * What pnpm says of what it asked a registry, without npx's remarks on its own settings.
 *
 * @returns undefined where the registry gave no answer; empty where there is nothing to say
 */
export const registryAnswer = (said: string): string | undefined =>
  unanswered.test(said) ? undefined : said.replaceAll(/^npm warn .*\n?/gm, '').trim()
