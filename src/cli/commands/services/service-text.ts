import { publicId } from '../../../adapters/http/public-id.ts';
import type { ListedService } from '../../../application/keyvault/list-services.ts';
import { isLive } from '../../../domain/keyvault/credential.ts';
import type { Service } from '../../../domain/keyvault/service.ts';

type Credential = { readonly createdAt: Date; readonly expiresAt: Date | null };

/** One line, for a list. */
export function lineOf({ service, tokens, secrets, at }: ListedService): string {
  const live = (all: readonly Credential[]): number => all.filter((each) => isLive(each, at)).length;
  return [
    service.name.padEnd(20),
    (service.enabled ? 'enabled' : 'disabled').padEnd(8),
    `tokens ${live(tokens)}`,
    `secrets ${live(secrets)}`,
    ...accessOf(service).map(([name, value]) => `${name} ${value}`),
  ].join('  ');
}

/** Everything, for one. */
export function linesOf({ service, tokens, secrets, at }: ListedService): string[] {
  const facts: (readonly [string, string])[] = [
    ['name', service.name],
    ['status', service.enabled ? 'enabled' : 'disabled'],
    ...accessOf(service),
    ['created', service.createdAt.toISOString()],
    ...tokens.map((token) => ['token', `${token.hint}  ${lifeOf(token, at)}`] as const),
    ...secrets.map((secret) => ['secret', `${publicId('sgn', secret.id)}  ${lifeOf(secret, at)}`] as const),
  ];
  return facts.map(([name, value]) => `${name.padEnd(12)}${value}`);
}

export const accessOf = ({
  operations,
  networks,
  requiresSignature,
  returnOrigins,
}: Service): (readonly [string, string])[] => [
  ['operations', operations === 'all' ? 'all' : operations.join(',') || 'none'],
  ['networks', networks === null ? 'anywhere' : networks.join(',') || 'none'],
  ['signatures', requiresSignature ? 'required' : 'not required'],
  ['returns', returnOrigins.join(',') || 'none'],
];

function lifeOf({ createdAt, expiresAt }: Credential, now: Date): string {
  const made = `made ${createdAt.toISOString()}`;
  if (expiresAt === null) return `${made}  counts until it is rotated`;
  return `${made}  ${now < expiresAt ? 'counts until' : 'ended'} ${expiresAt.toISOString()}`;
}
