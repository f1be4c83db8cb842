import type { SealedText } from '../../domain/shared/sealed-text.ts';

/** Port. Secrets that have to be read again are stored sealed. */
export interface SealSecret {
  /** `context` says what the secret is for; it is authenticated, not kept. */
  seal(secret: string, context: string): SealedText;
  /** Null: sealed under another key or for something else, or changed since. */
  open(sealed: SealedText, context: string): string | null;
}
