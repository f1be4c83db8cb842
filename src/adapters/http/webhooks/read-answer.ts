import type { SendOutcome } from '../../../domain/webhooks/webhook-sender.ts';
import type { PostAnswer } from './post-pinned.ts';

const EXCERPT_CHARACTERS = 256;
/** `Thu, 15 Jan 2026 04:00:00 GMT` */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** What the receiver has said, as far as anybody wants to know. */
export const outcomeOf = ({ status, headers, body }: PostAnswer, durationMs: number): SendOutcome => ({
  ...{ kind: 'answered', status, durationMs, excerpt: excerptOf(body) },
  retryAfterMs: readRetryAfter(headers['retry-after']),
});

/** On one line, without what a terminal or a table would stumble over. */
function excerptOf(body: Buffer): string {
  const text = body.toString('utf8').replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ');
  return [...text.trim()].slice(0, EXCERPT_CHARACTERS).join('');
}

/** Seconds, or a date. Null: neither. */
function readRetryAfter(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(at - Date.now(), 0);
}
