import type { ExplainedCall } from '../../../application/ledger/explain-call.ts';
import { type Gate, gate, listed } from './gate.ts';

/** Where a request came from and whether it was signed, only the request tells. */
export function serviceGates({ service, liveTokens }: NonNullable<ExplainedCall['service']>): Gate[] {
  const { name, enabled, operations, networks, requiresSignature } = service;
  const allowed = operations === 'all' || operations.includes('usage');
  const isKnown = enabled && liveTokens > 0;
  const tokens = `${liveTokens} live ${liveTokens === 1 ? 'token' : 'tokens'}`;
  const state = `${name}: ${enabled ? 'enabled' : 'disabled'}, ${tokens}`;
  return [
    gate('service_token', isKnown ? null : 'service_token_unknown', 'a token of an enabled service', state),
    gate('operation', allowed ? null : 'operation_not_granted', listed(operations), 'usage'),
    ofRequest('service_network', networks === null, networks ? networks.join(', ') : 'anywhere'),
    ofRequest('signature', !requiresSignature, requiresSignature ? 'every request is signed' : 'not required'),
  ];
}

const ofRequest = (name: string, isOpen: boolean, rule: string): Gate =>
  isOpen
    ? gate(name, null, rule, '')
    : { gate: name, verdict: 'not_asked', code: null, rule, figure: 'depends on the request' };
