import type { Gateways } from '../../domain/ordering/payment-gateway.ts';
import { type AcceptedRefund, providerRequest } from '../../domain/ordering/refund.ts';
import { type Alarm, type RaiseAlarm, raiseAll } from '../shared/alarm.ts';
import type { ApplyRefund } from './apply-refund.ts';
import { gatewayOfPayment } from './gateway-of.ts';
import { alarmAbout } from './move-refund.ts';

type Dependencies = {
  readonly gateways: Gateways;
  readonly applyRefund: ApplyRefund;
  readonly raiseAlarm: RaiseAlarm;
};
export type QueryRefund = (refund: AcceptedRefund) => Promise<'told' | 'unknown' | 'other_merchant'>;

/** Asks the provider what has become of a refund that it has accepted, outside any transaction. */
export const queryRefund =
  ({ gateways, applyRefund, raiseAlarm }: Dependencies): QueryRefund =>
  async (refund) => {
    const alarm = (what: Alarm, detail = {}) => {
      const raised = alarmAbout(what, refund, { cause: 'poll' });
      raiseAll(raiseAlarm, [{ alarm: what, detail: { ...raised.detail, ...detail } }]);
    };
    const gateway = gatewayOfPayment(gateways, refund.payment);
    if (!gateway) {
      alarm('attempt_of_another_merchant');
      return 'other_merchant';
    }
    const asked = refund.frozen?.refund ?? providerRequest(refund, refund.payment.paidFen);
    const lookup = await gateway.queryRefund(asked);
    if (lookup.kind === 'unknown') {
      // It was known once: nothing follows from this but that somebody should look.
      alarm('refund_mismatch', { field: 'status', expected: refund.status, actual: 'unknown' });
      return 'unknown';
    }
    await applyRefund({ mchid: null, refund: lookup.refund }, 'poll');
    return 'told';
  };
