import type { AuditFacts } from '../shared/audit.ts';
import { OPERATIONS, type Operation, type Service } from './service.ts';

/** What an operator wants to be different; what is left out stays. */
export type ServiceChange = {
  readonly allow?: 'all' | readonly Operation[];
  readonly deny?: 'all' | readonly Operation[];
} & Partial<Pick<Service, 'networks' | 'requiresSignature' | 'returnOrigins' | 'enabled'>>;

export function changedService(service: Service, { allow = [], deny = [], ...rest }: ServiceChange): Service {
  return { ...service, ...rest, operations: denied(allowed(service.operations, allow), deny) };
}

/** "All" means those to come as well, so that it is said and never arrived at by naming each. */
function allowed(operations: Service['operations'], more: 'all' | readonly Operation[]): Service['operations'] {
  if (operations === 'all' || more === 'all') return 'all';
  return inOrder([...operations, ...more]);
}

function denied(operations: Service['operations'], fewer: 'all' | readonly Operation[]): Service['operations'] {
  if (fewer === 'all') return [];
  if (fewer.length === 0) return operations;
  const held = operations === 'all' ? OPERATIONS : operations;
  return held.filter((operation) => !fewer.includes(operation));
}

export const inOrder = (operations: readonly Operation[]): Operation[] =>
  OPERATIONS.filter((operation) => operations.includes(operation));

/** For the audit log. */
export const serviceFacts = ({ name, operations, networks, enabled, ...service }: Service): AuditFacts => ({
  ...{ name, operations, networks, enabled },
  requires_signature: service.requiresSignature,
  return_origins: service.returnOrigins,
});
