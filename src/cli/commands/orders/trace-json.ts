import { z } from 'zod';
import { type IdPrefix, publicId } from '../../../adapters/http/public-id.ts';
import type { NextStep } from '../../../application/ordering/trace/next-steps.ts';
import type { TraceIds, TraceLine } from '../../../application/ordering/trace/trace-line.ts';
import type { TracedOrder } from '../../../application/ordering/trace-order.ts';
import { instant } from '../../face/answer.ts';
import { orderJson, orderShape } from './order-json.ts';

const ids = z.record(z.string(), z.string()).meta({ description: 'ours with their prefix, and numbers of providers' });

export const traceShape = z.strictObject({
  order: orderShape,
  lines: z.array(
    z.strictObject({
      at: instant,
      what: z.string().meta({ description: 'order.placed, notification.received, points.grant and so on' }),
      cause: z
        .string()
        .nullable()
        .meta({ description: 'who moved it: user, notification, poll, expiry, bill, operator' }),
      figures: z.record(z.string(), z.union([z.string(), z.int()])),
      ids,
    }),
  ),
  next: z
    .array(z.strictObject({ what: z.string(), by: z.string(), at: instant.nullable(), overdue: z.boolean(), ids }))
    .meta({ description: 'what would move it; what waits for people first' }),
});

/** A minute late is usual: workers come by every few seconds. */
const OVERDUE_MS = 60_000;

export const isOverdue = ({ by, at }: NextStep, now: Date): boolean =>
  by === 'worker' && at !== null && now.getTime() - at.getTime() > OVERDUE_MS;

export const traceJson = ({ file, lines, next }: TracedOrder): z.output<typeof traceShape> => ({
  order: orderJson(file.order),
  lines: lines.map(lineJson),
  next: next.map((step) => ({
    ...{ what: step.what, by: step.by, at: step.at, overdue: isOverdue(step, file.now), ids: idsJson(step.ids) },
  })),
});

const lineJson = ({ at, what, cause, figures, ids: named }: TraceLine) => ({
  ...{ at, what, cause, figures: snakeCased(figures), ids: idsJson(named) },
});

const PREFIXES: Partial<Record<keyof TraceIds, IdPrefix>> = {
  ...{ refundId: 'rfd', invoiceId: 'inv', eventId: 'evt', deliveryId: 'dlv', endpointId: 'whk' },
};

export function idsJson(named: TraceIds): Record<string, string> {
  const shown = (Object.entries(named) as [keyof TraceIds, string][]).map(([name, id]) => {
    const prefix = PREFIXES[name];
    return [name, prefix ? publicId(prefix, id) : id];
  });
  return snakeCased(Object.fromEntries(shown));
}

export const snakeCased = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [snake(name), value]));

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
