import { hash } from 'node:crypto';
import type { QueryArrayConfig } from 'pg';
import type { Caller, Usage } from '../../../application/ledger/usage.ts';
import type { UsageRow } from './usage-answer.ts';

const hexDigest = (token: string): string => `\\x${hash('sha256', token, 'hex')}`;

const ONE = `select code, usage_id::text, points::text, points_left::text, expiry_ms::text, at_ms::text
from usage.charge_one($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** One call, which needs no arrays. */
export const chargeOne = ({ caller, ...usage }: Usage, aheadMs: number): QueryArrayConfig => ({
  name: 'charge_one',
  rowMode: 'array',
  text: ONE,
  values: [
    ...[hexDigest(caller.token), caller.peer, caller.signedWith, hexDigest(usage.keyToken), usage.clientIp],
    ...[usage.apiCode, usage.quantity, usage.idempotencyKey, aheadMs],
  ],
});

export const readOne = (rows: readonly (readonly string[])[]): UsageRow => toRow((rows[0] ?? []) as string[]);

const BATCH = `select ords::text, codes::text, usage_ids::text, points::text, points_left::text, expiry_ms::text, at_ms::text
from usage.charge_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/** Many calls: arrays in PostgreSQL's text form, which costs less than letting the driver build them. */
export function chargeBatch(usages: readonly Usage[], aheadMs: number): QueryArrayConfig {
  const callers = new Numbering<Caller>(({ token, peer, signedWith }) => `${token} ${peer} ${signedWith}`);
  const apis = new Numbering<string>((code) => code);
  const columns: string[][] = [[], [], [], [], [], []];
  const [caller, key, ip, api, quantity, idempotencyKey] = columns as [
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
  ];
  for (const usage of usages) {
    caller.push(String(callers.numberOf(usage.caller)));
    key.push(quoted(hexDigest(usage.keyToken)));
    ip.push(usage.clientIp ?? 'NULL');
    api.push(String(apis.numberOf(usage.apiCode)));
    quantity.push(String(usage.quantity));
    idempotencyKey.push(quoted(usage.idempotencyKey));
  }
  const lists = [
    callers.all.map(({ token }) => quoted(hexDigest(token))),
    callers.all.map(({ peer }) => peer ?? 'NULL'),
    callers.all.map(({ signedWith }) => signedWith ?? 'NULL'),
    apis.all.map(quoted),
  ];
  return {
    name: 'charge_batch',
    rowMode: 'array',
    text: BATCH,
    values: [...[...lists, ...columns].map((items) => `{${items.join(',')}}`), aheadMs],
  };
}

/** The answers in the order of the calls. */
export function readBatch(rows: readonly (readonly string[])[]): UsageRow[] {
  const columns = (rows[0] ?? []).map((text) => text.slice(1, -1).split(','));
  const [ords = [], ...fields] = columns;
  const answers: UsageRow[] = [];
  for (const [index, ord] of ords.entries()) {
    answers[Number(ord) - 1] = toRow(fields.map((field) => field[index] as string));
  }
  return answers;
}

const toRow = (fields: readonly string[]): UsageRow => {
  const [code = '', usageId = '', points = '', pointsLeft = '', expiryMs = '', atMs = ''] = fields;
  return { code, usageId, points, pointsLeft, expiryMs, atMs };
};

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** Numbers different things from 1 in the order in which they come up. */
class Numbering<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #nameOf: (item: T) => string;

  constructor(nameOf: (item: T) => string) {
    this.#nameOf = nameOf;
  }

  numberOf(item: T): number {
    const name = this.#nameOf(item);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.all.push(item));
    return this.all.length;
  }
}
