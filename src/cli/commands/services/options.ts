import { InvalidArgumentError } from 'commander';
import { plainText } from '../../../adapters/http/plain-text.ts';
import { LONGEST_GRACE_MS } from '../../../domain/keyvault/credential.ts';
import { type Network, parseNetwork } from '../../../domain/keyvault/network.ts';
import { MOST_RETURN_ORIGINS, parseReturnOrigin, type ReturnOrigin } from '../../../domain/keyvault/return-origin.ts';
import { OPERATIONS, type Operation } from '../../../domain/keyvault/service.ts';

const LONGEST_NAME = 64;
const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const NAME = ['<name>', 'of the service', readName] as const;

export function readName(text: string): string {
  const name = plainText.trim().min(1).max(LONGEST_NAME).safeParse(text);
  if (name.success) return name.data;
  throw new InvalidArgumentError(`a name has 1 to ${LONGEST_NAME} characters on one line`);
}

export type Operations = 'all' | readonly Operation[];

/** `usage,holds`, or one of them; said several times, they add up. */
export function readOperations(text: string, earlier: Operations = []): Operations {
  const words = text.split(',').map((word) => word.trim());
  if (earlier === 'all' || words.includes('all')) return 'all';
  const unknown = words.find((word) => !isOperation(word));
  if (unknown === undefined) return [...earlier, ...(words as Operation[])];
  throw new InvalidArgumentError(`expected ${OPERATIONS.join(', ')} or all, not "${unknown}"`);
}

const isOperation = (word: string): boolean => (OPERATIONS as readonly string[]).includes(word);

/** An address or a range; said several times, or with commas, they add up. */
export function readNetworks(text: string, earlier: readonly Network[] = []): readonly Network[] {
  const read = text.split(',').map((each) => readNetwork(each.trim()));
  return [...new Set([...earlier, ...read])];
}

function readNetwork(text: string): Network {
  const network = parseNetwork(text);
  if (network) return network;
  throw new InvalidArgumentError(
    `expected an address or a range such as 10.1.0.0/16, with no bit set beyond its length, not "${text}"`,
  );
}

/** `https://shop.example.com`; said several times, or with commas, they add up. */
export function readReturnOrigins(text: string, earlier: readonly ReturnOrigin[] = []): readonly ReturnOrigin[] {
  const read = text.split(',').map((each) => readReturnOrigin(each.trim()));
  const all = [...new Set([...earlier, ...read])];
  if (all.length <= MOST_RETURN_ORIGINS) return all;
  throw new InvalidArgumentError(`a service has at most ${MOST_RETURN_ORIGINS} origins`);
}

function readReturnOrigin(text: string): ReturnOrigin {
  const origin = parseReturnOrigin(text);
  if (origin) return origin;
  throw new InvalidArgumentError(
    `expected an origin such as https://shop.example.com (http on localhost only), without a path, not "${text}"`,
  );
}

/** `0`, `90s`, `30m`, `24h`, `7d`; in milliseconds. */
export function readGrace(text: string): number {
  const [, digits, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const graceMs = text === '0' ? 0 : Number(digits) * UNITS_MS[unit as keyof typeof UNITS_MS];
  if (graceMs <= LONGEST_GRACE_MS) return graceMs;
  throw new InvalidArgumentError(
    `expected 0, or a time such as 30m, 24h or 7d, up to ${LONGEST_GRACE_MS / UNITS_MS.d}d`,
  );
}
