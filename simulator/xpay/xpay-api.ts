import { z } from 'zod';
import { type ApiAnswer, refuse } from '../api/api-answer.ts';
import { type ApiRequest, type ApiRoute, miniprogramPost } from '../api/api-route.ts';
import { readBody } from '../api/read-body.ts';
import type { Services } from '../api/services.ts';
import { downloadBill } from './download-bill.ts';
import { provideGoods } from './provide-goods.ts';
import { publishGoods, publishProgress } from './publish-goods.ts';
import { queryXpayOrder } from './query-xpay-order.ts';
import { refundXpayOrder } from './refund-xpay-order.ts';
import { uploadGoods, uploadProgress } from './upload-goods.ts';
import { appKeyOf, paySignature } from './xpay-signature.ts';
import type { Env } from './xpay-state.ts';

/** What an API makes of a request whose `pay_sig` was right. */
type Decide = (services: Services, env: Env, request: ApiRequest) => ApiAnswer;

const envSchema = z.object({ env: z.literal([0, 1]) });

/** `pay_sig` covers the name of the API and the raw body; the environment in the body chooses the key. */
function signedBy(name: string, decide: Decide): ApiRoute['answer'] {
  return (services, request) => {
    const read = readBody(envSchema, request.body, { env: [268490002, 'env错误'] });
    if (read.kind === 'refused') return read.refusal;
    const { env } = read.value;
    const appKey = appKeyOf(services.context.credentials.merchant.xpay, env);
    const isRight = request.query.get('pay_sig') === paySignature(appKey, `/xpay/${name}`, request.rawBody);
    return isRight ? decide(services, env, request) : refuse(268490003, '签名错误');
  };
}

const apis: Readonly<Record<string, Decide>> = {
  query_order: queryXpayOrder,
  notify_provide_goods: provideGoods,
  refund_order: refundXpayOrder,
  download_bill: downloadBill,
  start_upload_goods: uploadGoods,
  query_upload_goods: uploadProgress,
  start_publish_goods: publishGoods,
  query_publish_goods: publishProgress,
};

export const xpayRoutes: readonly ApiRoute[] = Object.entries(apis).map(([name, decide]) =>
  miniprogramPost(`/xpay/${name}`, signedBy(name, decide)),
);
