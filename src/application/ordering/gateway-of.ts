import type { GatewayName } from '../../domain/ordering/payment-channel.ts';
import type { FrozenRequest, Gateways, PaymentGateway } from '../../domain/ordering/payment-gateway.ts';

type Asked = { readonly gateway: GatewayName; readonly request: Pick<FrozenRequest, 'mchid'> };

/** The gateway that can speak for this attempt; null after a change of the merchant, or where it is no longer configured. */
export function gatewayOf(gateways: Gateways, { gateway: name, request }: Asked): PaymentGateway | null {
  const gateway = gateways.get(name);
  return gateway?.mchid === request.mchid ? gateway : null;
}

/** The same for a payment that is paid back. */
export const gatewayOfPayment = (
  gateways: Gateways,
  { gateway, mchid }: { readonly gateway: GatewayName; readonly mchid: string },
): PaymentGateway | null => gatewayOf(gateways, { gateway, request: { mchid } });
