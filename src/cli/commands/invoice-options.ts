import { InvalidArgumentError } from 'commander';
import { plainText } from '../../adapters/http/plain-text.ts';
import { parseId } from '../../adapters/http/public-id.ts';
import { isInvoiceNumber } from '../../domain/ordering/invoice-moves.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';

const LONGEST_REASON = 200;
const LONGEST_URL = 2_048;
const MOST_LISTED = 1_000;

export function readInvoiceId(text: string): InvoiceId {
  const id = parseId<InvoiceId>('inv', text);
  if (id) return id;
  throw new InvalidArgumentError('expected the id of an invoice, such as inv_0192…');
}

export function readInvoiceNumber(text: string): string {
  const number = text.trim();
  if (isInvoiceNumber(number)) return number;
  throw new InvalidArgumentError('expected 8 to 32 letters, digits and hyphens');
}

export function readHttpsUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' && !url.username && !url.password && url.href.length <= LONGEST_URL) return url.href;
  throw new InvalidArgumentError('expected an address that begins with https://, without a password');
}

/** The user reads it. */
export function readReason(text: string): string {
  const reason = plainText.trim().min(1).max(LONGEST_REASON).safeParse(text);
  if (reason.success) return reason.data;
  throw new InvalidArgumentError(`expected 1 to ${LONGEST_REASON} characters on one line`);
}

export function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d{1,4}$/.test(text) && limit >= 1 && limit <= MOST_LISTED) return limit;
  throw new InvalidArgumentError(`expected a number from 1 to ${MOST_LISTED}`);
}
