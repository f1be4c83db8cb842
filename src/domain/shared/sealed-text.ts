import type { Brand } from './brand.ts';

/** A secret as it is kept: only who sealed it can open it. */
export type SealedText = Brand<string, 'SealedText'>;
