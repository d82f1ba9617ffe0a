/** A TEXT value (RFC 5545 section 3.3.11): line breaks escaped, other control characters but the tab left out. */
export function escapeText(text: string): string {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|[\n\u0085\p{Zl}\p{Zp}]/gu, '\\n')
    .replace(/(?!\t)\p{Cc}/gu, '')
}
