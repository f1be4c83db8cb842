import type { LoggedDelivery } from '../../../domain/webhooks/delivery.ts';
import type { OrderFile } from './order-file.ts';
import { figuresIn, type TraceLine } from './trace-line.ts';

/** What operators did. */
export const fromDeeds = ({ deeds }: OrderFile): TraceLine[] =>
  deeds.map(({ at, action, by: { actor }, after }) => ({
    ...{ at, what: action, cause: actor.kind, ids: {} },
    figures: {
      ...(actor.kind === 'operator' && { by: actor.name }),
      ...(typeof after?.['reason'] === 'string' && { reason: after['reason'] }),
    },
  }));

/** What providers were to hear. */
export const fromReports = ({ reports }: OrderFile): TraceLine[] =>
  reports.flatMap(({ outTradeNo, owedSince, state, reason, tries, endedAt }) => [
    { at: owedSince, what: 'delivery.owed', cause: null, figures: {}, ids: { outTradeNo } },
    ...(endedAt
      ? [
          {
            ...{ at: endedAt, what: `delivery.${state}`, cause: null, ids: { outTradeNo } },
            figures: { ...(tries > 0 && { tries }), ...(reason !== null && { reason }) },
          },
        ]
      : []),
  ]);

export const fromInvoices = ({ invoices }: OrderFile): TraceLine[] =>
  invoices.flatMap(({ invoice, history }) =>
    history.map(({ kind, at, cause, operator, detail }) => ({
      ...{ at, what: `invoice.${kind}`, cause, ids: { invoiceId: invoice.id } },
      figures: { ...figuresIn(detail), ...(operator !== null && { by: operator }) },
    })),
  );

export const fromWebhooks = ({ webhooks }: OrderFile): TraceLine[] =>
  webhooks.flatMap((logged) => [toldOf(logged), ...triesOf(logged)]);

const toldOf = ({ event, delivery }: LoggedDelivery): TraceLine => ({
  ...{ at: event.occurredAt, what: 'webhook.owed', cause: null, figures: { event: event.type } },
  ids: { eventId: event.id, deliveryId: delivery.id, endpointId: delivery.endpointId },
});

/** The last one says what has become of the delivery. */
const triesOf = ({ event, delivery, attempts }: LoggedDelivery): TraceLine[] =>
  attempts.map(({ at, status, fault, durationMs }, index) => ({
    ...{ at, what: 'webhook.tried', cause: null },
    figures: {
      ...{ event: event.type, ...(status !== null && { status }), ...(fault !== null && { fault }), durationMs },
      ...(index === attempts.length - 1 && { state: delivery.state }),
    },
    ids: { deliveryId: delivery.id },
  }));
