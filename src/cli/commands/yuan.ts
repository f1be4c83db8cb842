import { InvalidArgumentError } from 'commander';
import { type Fen, fen } from '../../domain/shared/fen.ts';

/** `990` fen are `9.90`. */
export const asYuan = (amountFen: Fen): string =>
  `${Math.floor(amountFen / 100)}.${String(amountFen % 100).padStart(2, '0')}`;

/** `9.9`, `9.90`, `9` as people write it, without a float in between. */
export function readYuan(text: string): Fen {
  const [, yuan, rest = ''] = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (yuan === undefined) throw new InvalidArgumentError('expected an amount in yuan, such as 9.90');
  return fen(Number(yuan) * 100 + Number(rest.padEnd(2, '0')));
}
