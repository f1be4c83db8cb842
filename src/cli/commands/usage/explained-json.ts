import { z } from 'zod';
import { shownId } from '../../../adapters/http/public-id.ts';
import { instant, points } from '../../face/answer.ts';
import { gateShape } from './gate.ts';

const callShape = z.strictObject({
  id: shownId('use'),
  at: instant,
  user: shownId('usr'),
  key: shownId('key'),
  service: z.uuid(),
  api: z.string(),
  quantity: z.int(),
  price_version: z.int().nullable(),
  points,
  balance_after: points,
  lots: z.array(z.strictObject({ lot_id: z.uuid(), points })).meta({ description: 'which paid it, in this order' }),
  reversed_at: instant.nullable(),
});
const refusedShape = z.strictObject({
  code: z.string(),
  api: z.string(),
  calls: z.int(),
  first_at: instant,
  last_at: instant,
});

/** What was asked about is there; the rest is null. */
export const explainedShape = z.strictObject({
  call: callShape.nullable().meta({ description: 'one that was charged: every gate had let it through' }),
  gates: z.array(gateShape).nullable().meta({ description: 'what each would say now' }),
  refused: z.array(refusedShape).nullable().meta({ description: 'counted by the minute, newest first' }),
});

export type Explained = { readonly answer: z.output<typeof explainedShape>; readonly text: () => string };
