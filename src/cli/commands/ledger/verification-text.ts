import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import type { Verification } from '../../../application/ledger/verify-ledger.ts';
import type { Finding } from '../../../domain/ledger/audit.ts';
import { points, shownId } from '../../face/answer.ts';
import { SealShape, sealJson, sealLine } from './seal.ts';

export const VerificationShape = z.strictObject({
  accounts: z.string(),
  entries: z.string(),
  seconds: z.number(),
  entries_per_second: z.number(),
  trial_balance: z
    .record(z.string(), points)
    .meta({ description: 'what users and the system’s own sides have; sums to 0' }),
  last_seal: SealShape.nullable().meta({ description: 'null: seals were not looked at, or there is none' }),
  findings: z.array(
    z.strictObject({
      user: shownId('usr').nullable().meta({ description: 'null: of the books as a whole' }),
      seq: z.string().nullable().meta({ description: 'the line of the journal; null: of the account as a whole' }),
      what: z.string(),
      detail: z.string(),
    }),
  ),
});

export const verificationJson = ({ trialBalance, lastSeal, findings, ...rest }: Verification, seconds: number) => ({
  ...{ accounts: String(rest.accounts), entries: String(rest.entries), seconds },
  entries_per_second: perSecond(rest.entries, seconds),
  trial_balance: textual({ users: trialBalance.users, ...trialBalance.counters }),
  last_seal: lastSeal && sealJson(lastSeal),
  findings: findings.map(({ accountId, seq, what, detail }) => ({
    ...{ user: accountId && publicId('usr', accountId), seq: seq === null ? null : String(seq), what, detail },
  })),
});

export function describeVerification(
  { accounts, entries, trialBalance, lastSeal, findings }: Verification,
  seconds: number,
): string {
  const { users, counters } = trialBalance;
  const sides = Object.entries(counters).map(([name, gained]) => `${name} ${gained}`);
  return [
    ...findings.map(findingLine),
    `users ${users}, ${sides.join(', ')}: sum ${Object.values(counters).reduce((a, b) => a + b, users)}`,
    ...(lastSeal ? [sealLine(lastSeal)] : []),
    `${entries} entries of ${accounts} accounts in ${seconds.toFixed(1)} s, ${perSecond(entries, seconds)} a second`,
  ].join('\n');
}

const findingLine = ({ accountId, seq, what, detail }: Finding): string =>
  [accountId ? publicId('usr', accountId) : 'the books', seq === null ? null : `entry ${seq}`, what, detail]
    .filter((part) => part !== null)
    .join('  ');

const perSecond = (entries: bigint, seconds: number): number => Math.round(Number(entries) / seconds);

const textual = (numbers: Readonly<Record<string, bigint>>): Record<string, string> =>
  Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, String(number)]));
