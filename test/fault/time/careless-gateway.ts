import type { PaymentGateway, PaymentLookup } from '../../../src/domain/ordering/payment-gateway.ts';
import type { OutTradeNo } from '../../../src/domain/shared/ids.ts';

/** What WeChat has confirmed as closed stays so for whoever does not ask again. */
export function withoutSecondQuestion(gateway: PaymentGateway): PaymentGateway {
  const closed = new Set<OutTradeNo>();
  const close: PaymentGateway['close'] = async (attempt) => {
    const answer = await gateway.close(attempt);
    if (answer.kind === 'closed') closed.add(attempt.intent.outTradeNo);
    return answer;
  };
  const query = async (attempt: Parameters<PaymentGateway['query']>[0]): Promise<PaymentLookup> =>
    closed.has(attempt.intent.outTradeNo) ? { kind: 'closed' } : gateway.query(attempt);
  return new Proxy(gateway, {
    get: (real, name) => {
      if (name === 'close') return close;
      if (name === 'query') return query;
      const value: unknown = Reflect.get(real, name, real);
      return typeof value === 'function' ? value.bind(real) : value;
    },
  });
}
