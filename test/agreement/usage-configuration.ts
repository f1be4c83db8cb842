import { randomUUID } from 'node:crypto';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import type { Stores } from '../../src/application/shared/unit-of-work.ts';
import { formatToken, TOKEN_RANDOM_BYTES } from '../../src/domain/keyvault/key-token.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import type { Service } from '../../src/domain/keyvault/service.ts';
import type { ApiCode, ServiceId, SigningSecretId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import type { SealedText } from '../../src/domain/shared/sealed-text.ts';
import { aSoldApi } from '../support/builders.ts';
import { beijing, DAY, msAfter } from '../support/instants.ts';

/** Two seconds before midnight in Beijing, so that days and windows of rate limits end while a history runs. */
export const START = beijing('2026-01-15 23:59:58.000');
export const at = (ms: number): Date => msAfter(START, ms);

/** Sold from before; dearer a second and a half after the start; sold from the second second on; never sold. */
export const APIS = ['image', 'text', 'later', 'never'] as readonly string[] as readonly ApiCode[];

type Terms = Partial<Pick<Service, 'operations' | 'requiresSignature' | 'enabled'>> & { networks?: readonly string[] };
type Made = {
  readonly terms: Terms;
  readonly tokensEnd: readonly (Date | null)[];
  readonly secretsEnd: readonly (Date | null)[];
};

const SERVICES: readonly Made[] = [
  { terms: {}, tokensEnd: [null, at(1_000)], secretsEnd: [null] },
  { terms: { operations: ['usage', 'balance'] }, tokensEnd: [null], secretsEnd: [null] },
  {
    terms: { networks: ['10.0.0.0/8', '2001:db8::/32'], requiresSignature: true },
    ...{ tokensEnd: [null], secretsEnd: [null, at(1_000)] },
  },
  { terms: { requiresSignature: true }, tokensEnd: [null], secretsEnd: [at(1_000)] },
  { terms: { operations: ['balance'], networks: [], requiresSignature: true }, tokensEnd: [null], secretsEnd: [null] },
  { terms: { networks: [], requiresSignature: true }, tokensEnd: [null], secretsEnd: [null] },
  { terms: { enabled: false, operations: [] }, tokensEnd: [null], secretsEnd: [null] },
];

/** The services with their tokens and secrets. */
export const services = SERVICES.map(({ terms, tokensEnd, secretsEnd }, nth) => ({
  service: {
    ...{ id: randomUUID() as string as ServiceId, name: `service-${nth}`, operations: 'all', networks: null },
    ...{ requiresSignature: false, returnOrigins: [], enabled: true, createdAt: at(-DAY) },
    ...(terms as { networks?: Network[] }),
  } satisfies Service as Service,
  tokens: tokensEnd.map((expiresAt) => ({ token: aToken('ss_live_'), expiresAt })),
  secrets: secretsEnd.map((expiresAt) => ({ id: randomUUID() as string as SigningSecretId, expiresAt })),
}));

export function aToken(prefix: 'ss_live_' | 'sk_live_'): string {
  return formatToken(prefix, nodeSecrets.random(TOKEN_RANDOM_BYTES));
}

type Configured = Pick<Stores, 'services' | 'soldApis'>;

/** What is sold, and who may report its use. */
export async function configure({ services: stored, soldApis }: Configured): Promise<void> {
  const [image, text, later] = APIS as unknown as readonly [ApiCode, ApiCode, ApiCode];
  await soldApis.put(aSoldApi({ code: image, pointsPerCall: points(2n) }), at(-DAY));
  await soldApis.put(aSoldApi({ code: text, pointsPerCall: points(1n) }), at(-DAY));
  await soldApis.put(aSoldApi({ code: text, pointsPerCall: points(3n), effectiveFrom: at(1_500) }), at(-DAY));
  await soldApis.put(aSoldApi({ code: later, pointsPerCall: points(4n) }), at(2_000));
  for (const { service, tokens, secrets } of services) {
    const common = { serviceId: service.id, createdAt: at(-DAY) };
    await stored.add(service);
    for (const { token, expiresAt } of tokens) {
      await stored.addToken({ ...common, hint: '', expiresAt }, nodeSecrets.digest(token));
    }
    for (const secret of secrets) await stored.addSecret({ ...common, ...secret, sealed: '' as SealedText });
  }
}
