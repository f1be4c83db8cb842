import { z } from 'zod';
import { ENTRY_KINDS, type EntryKind } from '../../../domain/ledger/entry.ts';
import { instant, points, shownId } from '../../face/answer.ts';

const KINDS = Object.keys(ENTRY_KINDS) as [EntryKind, ...EntryKind[]];

const order = z.strictObject({
  ...{ kind: z.literal('order'), order_id: shownId('ord'), out_trade_no: z.string().nullable() },
});
const refund = z.strictObject({
  ...{ kind: z.literal('refund'), refund_id: shownId('rfd'), out_refund_no: z.string().nullable() },
});
const call = z.strictObject({
  ...{ kind: z.literal('call'), api: z.string(), api_name: z.string().nullable(), quantity: z.int() },
  ...{ key_id: shownId('key'), key_name: z.string().nullable() },
});
const adjustment = z.strictObject({ kind: z.literal('adjustment'), text: z.string() });

/** A movement, as the statement of the user has it. */
const line = z.strictObject({
  seq: z.int(),
  kind: z.enum(KINDS),
  title: z.string().meta({ description: 'what the user reads' }),
  points: z.int().meta({ description: 'signed: what the account gained' }),
  balance_after: z.int(),
  at: instant,
  reason: z.union([order, refund, call, adjustment]).nullable(),
});

const statement = z.strictObject({ user: shownId('usr'), available: points, lines: z.array(line) });
const past = z.strictObject({ user: shownId('usr'), at: instant, available: points });

export const ShownLedgerShape = z.union([statement, past.meta({ description: 'with --at' })]);
