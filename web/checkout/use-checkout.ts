import { useEffect, useReducer } from 'preact/hooks';
import { resultUrl } from '../shared/api/site.ts';
import type { CheckoutSession } from '../shared/api/types.ts';
import { type Facts, isSettled } from '../shared/order/standing.ts';
import { useWatch } from '../shared/order/use-watch.ts';
import type { SessionOfPage } from '../shared/session/use-session.ts';
import { type CheckoutAddress, showInAddress } from './address.ts';
import { afterHappening, type CheckoutState, LOADING } from './checkout-state.ts';
import { askNow, type Desk, getCode, openHosted, openOrder } from './desk.ts';
import type { Happening } from './happening.ts';
import { useDesk } from './use-desk.ts';
import { useHosted } from './use-hosted.ts';

/** What the buyer can do. */
type Deeds = {
  readonly choose: (packageId: string) => void;
  readonly chooseAgain: () => void;
  readonly refresh: () => void;
  readonly iHavePaid: () => void;
};
export type Checkout = Deeds & {
  readonly state: CheckoutState;
  /** What a service has opened. Null: nobody has, or it is not known yet. */
  readonly hosted: CheckoutSession | null;
};

/** The life of the checkout page: finds the order and its code, and follows what becomes of it. */
export function useCheckout(address: CheckoutAddress, { session, lose }: SessionOfPage): Checkout {
  const token = session?.token ?? null;
  const [state, tell] = useReducer(afterHappening, LOADING);
  const { hosted, noteHosted } = useHosted(address);
  const desk = useDesk(token, tell);
  useEffect(() => {
    tell({ kind: token ? 'began' : 'signed_out' });
    if (desk && address.kind === 'hosted') void openHosted(desk, noteHosted);
    if (desk && address.kind === 'order') void openOrder(desk, address.orderId);
  }, [desk]);
  useEffect(() => {
    if (state.kind === 'signed_out' && token) lose();
  }, [state.kind]);
  const order = state.kind === 'order' ? state.order : null;
  useWatch(token, order && !isSettled(order) ? order.order_id : null, tell);
  useAddressOf(order);
  return { state, hosted, ...deedsOf(desk, order, tell) };
}

function deedsOf(desk: Desk | null, order: Facts | null, tell: (happening: Happening) => void): Deeds {
  const code = (packageId: string): void => {
    if (desk) void getCode(desk, packageId);
  };
  return {
    choose: (packageId) => {
      tell({ kind: 'ordering', packageId });
      code(packageId);
    },
    chooseAgain: () => tell({ kind: 'choosing' }),
    refresh: () => {
      tell({ kind: 'refreshing' });
      if (order) code(order.package_id);
    },
    iHavePaid: () => {
      if (desk && order) void askNow(desk, order.order_id);
    },
  };
}

/** The address names the order that is shown. Paid, it is shown on another page. */
function useAddressOf(order: Facts | null): void {
  useEffect(() => {
    if (!order) return;
    if (!isSettled(order)) showInAddress(order.order_id);
    else if (order.status !== 'refunded') location.replace(resultUrl(order.order_id, 'success'));
  }, [order?.order_id, order?.status]);
}
