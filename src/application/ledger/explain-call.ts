import type { ApiPrice } from '../../domain/catalog/api-price.ts';
import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { isLive } from '../../domain/keyvault/credential.ts';
import type { IpAddress } from '../../domain/keyvault/network.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import type { ApiCode, ApiKeyId, ServiceId } from '../../domain/shared/ids.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type Explanation, explainJudgement } from './explain-usage.ts';
import { type JudgeNeeds, judgeWith } from './judge-call.ts';

export type ExplainNeeds = JudgeNeeds | 'services';
/** A call as an operator names it: by ids, since tokens are nobody's but their owners'. */
export type NamedCall = {
  readonly keyId: ApiKeyId;
  /** Null: of any service. */
  readonly serviceId: ServiceId | null;
  readonly apiCode: ApiCode;
  readonly quantity: number;
  readonly clientIp: IpAddress | null;
};
export type ExplainedCall = {
  /** Null: none was named. */
  readonly service: { readonly service: Service; readonly liveTokens: number } | null;
  /** Null: there is none of this id any more. */
  readonly key: ApiKey | null;
  readonly price: ApiPrice | null;
  readonly explanation: Explanation;
};
export type ExplainCall = (call: NamedCall) => Promise<ExplainedCall>;

/** What each gate would say of this call now, those of the service first. Takes nothing. */
export const explainCall =
  ({ uow }: { readonly uow: UnitOfWork<ExplainNeeds> }): ExplainCall =>
  (call) =>
    uow.run((stores) => explainWithin(stores, call));

export async function explainWithin(
  stores: Pick<Stores, ExplainNeeds>,
  { keyId, serviceId, ...call }: NamedCall,
): Promise<ExplainedCall> {
  const key = await stores.apiKeys.find(keyId);
  const now = await stores.clock.now();
  const service = serviceId && (await stores.services.find(serviceId));
  const tokens = service ? await stores.services.listTokens(service.id) : [];
  return {
    service: service && { service, liveTokens: tokens.filter((token) => isLive(token, now)).length },
    key,
    price: (await stores.soldApis.find(call.apiCode, now))?.price ?? null,
    explanation: explainJudgement(await judgeWith(stores, key, call)),
  };
}
