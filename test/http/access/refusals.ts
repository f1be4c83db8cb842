import { uuidV7Source } from '../../../src/adapters/system/random.ts';
import { changeService } from '../../../src/application/keyvault/change-service.ts';
import { endServiceCredentials } from '../../../src/application/keyvault/end-service-credentials.ts';
import type { Network } from '../../../src/domain/keyvault/network.ts';
import { OPERATIONS } from '../../../src/domain/keyvault/service.ts';
import { aToken } from '../../support/a-token.ts';
import type { TestSystem } from '../../support/http/test-system.ts';
import { BY_NOBODY } from '../../support/shop.ts';
import type { Entry } from './routes.ts';
import { aStranger, leave, SESSIONS, type World } from './world.ts';

/** Who asks, and what is different about the request. */
type Change = {
  readonly token?: string | undefined;
  readonly query?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Refusal = {
  readonly as: (system: TestSystem, world: World) => Promise<Change>;
  /** What he is told. */
  readonly code: string;
};
type Refusals = Readonly<Record<string, Refusal>>;

const withToken = (make: (system: TestSystem, world: World) => Promise<string | undefined>, code: string): Refusal => ({
  as: async (system, world) => ({ token: await make(system, world) }),
  code,
});
const ELSEWHERE = ['198.51.100.0/24' as Network];
/** Nobody has to believe any of it. */
const CLAIMED = '198.51.100.7';
const CLAIMS = { 'X-Forwarded-For': CLAIMED, 'X-Real-IP': CLAIMED, Forwarded: `for=${CLAIMED}` };

/** Everybody whom this route has to refuse. */
export function refusalsOf(entry: Entry, route: string): Refusals {
  const isUsers = entry.who === 'user' || entry.who === 'buyer' || entry.who === 'owner';
  const isClosed = isUsers && !entry.whileClosing && !route.startsWith('GET ');
  return { ...refusalsByWho(entry), ...(isClosed ? CLOSING : {}) };
}

/** Whoever wants to leave reads, and changes his mind. */
const CLOSING: Refusals = {
  'a user who closes the account': withToken(SESSIONS['of who is leaving'], 'account_closing'),
};

function refusalsByWho(entry: Entry): Refusals {
  switch (entry.who) {
    case 'everybody':
      return {};
    case 'wechat':
      return { anybody: withToken(async () => undefined, 'notification_refused') };
    case 'visitor':
      return ofSessions(true);
    case 'buyer':
      return { ...ANONYMOUS, ...ofSessions(true), ...SERVICE_AS_USER, ...ofStranger(entry.foreign) };
    case 'user':
      return { ...ANONYMOUS, ...ofSessions(false), ...SERVICE_AS_USER, ...ofStranger(entry.foreign) };
    case 'owner':
      return { ...ANONYMOUS, ...ofSessions(false), ...ofStranger(entry.foreign), ...servicesForOwner(entry.foreign) };
    case 'service':
      return { ...ofServices(entry), ...(entry.keyed ? ofKeys(entry) : {}) };
  }
}

const ANONYMOUS = { 'nobody in particular': withToken(async () => undefined, 'session_missing') };
const SERVICE_AS_USER = {
  'a service': withToken((system) => system.actors.aService(), 'session_unknown'),
};

const ofSessions = (mayCheckOut: boolean): Refusals => ({
  'a session that never was': withToken(SESSIONS.unknown, 'session_unknown'),
  'a session that has expired': withToken(SESSIONS.expired, 'session_expired'),
  'a session that was signed out': withToken(SESSIONS['signed out'], 'session_unknown'),
  'a session of who has left': withToken(SESSIONS['of who has left'], 'session_unknown'),
  'an API key': withToken(async (_system, { key }) => key.token, 'session_unknown'),
  ...(mayCheckOut ? {} : { 'a checkout': withToken(SESSIONS.checkout, 'session_only_for_checkout') }),
});

const ofStranger = (foreign: string | undefined): Refusals =>
  foreign ? { 'another user': withToken(aStranger, foreign) } : {};

const servicesOf = (operation: (typeof OPERATIONS)[number]) => {
  const disabled = async (system: TestSystem) => {
    const signer = await system.actors.aSigner();
    await changeService({ ...system, ids: uuidV7Source, by: BY_NOBODY })(signer.name, { enabled: false });
    return signer.token;
  };
  const ended = async (system: TestSystem) => {
    const signer = await system.actors.aSigner();
    const kinds = { tokens: true, secrets: false };
    await endServiceCredentials({ ...system, ids: uuidV7Source, by: BY_NOBODY })(signer.name, kinds);
    return signer.token;
  };
  return {
    'a service token that never was': [async () => aToken('ss_live_'), 'service_token_unknown'],
    'a service token that is malformed': [async () => 'ss_live_x', 'service_token_unknown'],
    'a service that is disabled': [disabled, 'service_token_unknown'],
    'a service whose token has ended': [ended, 'service_token_unknown'],
    'a service that may do all but this': [
      (system: TestSystem) => system.actors.aService({ operations: OPERATIONS.filter((each) => each !== operation) }),
      'operation_not_granted',
    ],
    'a service from the wrong network': [
      (system: TestSystem) => system.actors.aService({ networks: ELSEWHERE }),
      'network_not_allowed',
    ],
    'a service that has to sign and does not': [
      async (system: TestSystem) => (await system.actors.aSigner({ requiresSignature: true })).token,
      'signature_required',
    ],
  } as const satisfies Record<string, readonly [(system: TestSystem) => Promise<string>, string]>;
};

function ofServices({ operation, foreign }: Extract<Entry, { who: 'service' }>): Refusals {
  const services = Object.entries(servicesOf(operation)).map(([who, [make, code]]) => [who, withToken(make, code)]);
  return {
    'nobody in particular': withToken(async () => undefined, 'service_token_missing'),
    'a user': withToken(async (_system, { person }) => person.token, 'service_token_unknown'),
    'an API key': withToken(async (_system, { key }) => key.token, 'service_token_unknown'),
    ...(Object.fromEntries(services) as Refusals),
    'a service from the wrong network that says it is in the right one': {
      as: async (system) => ({ token: await system.actors.aService({ networks: ELSEWHERE }), headers: CLAIMS }),
      code: 'network_not_allowed',
    },
    ...(foreign ? { 'another service': withToken((system) => system.actors.aService(), foreign) } : {}),
  };
}

/** Services deal with keys, for the user whom they name. */
function servicesForOwner(foreign: string | undefined): Refusals {
  const named = (make: (system: TestSystem) => Promise<string>, code: string): Refusal => ({
    as: async (system, { person }) => ({ token: await make(system), query: `user_id=${person.id}` }),
    code,
  });
  const services = Object.entries(servicesOf('keys')).map(([who, [make, code]]) => [who, named(make, code)]);
  const forStranger = async (system: TestSystem) => {
    const { id } = await system.actors.aPerson();
    return { token: await system.actors.aService(), query: `user_id=${id}` };
  };
  return {
    ...(Object.fromEntries(services) as Refusals),
    'a service that names somebody who has left': {
      as: async (system) => {
        const { id } = await system.actors.aPerson();
        await leave(system, id);
        return { token: await system.actors.aService(), query: `user_id=${id}` };
      },
      code: 'unknown_user',
    },
    'a service that names nobody': withToken((system) => system.actors.aService(), 'user_not_named'),
    ...(foreign ? { 'a service that names another user': { as: forStranger, code: foreign } } : {}),
  };
}

/** What may be wrong with the key of the call. */
function ofKeys(_entry: Entry): Refusals {
  const with_ = (columns: object, code: string, body: object = {}): Refusal => ({
    as: async (system, { person, service }) => {
      const key = await system.actors.anApiKey(person);
      await system
        .knex('keyvault.api_keys')
        .whereRaw(`replace(id::text, '-', '') = ?`, [key.id.slice(4)])
        .update(columns);
      return { token: service, body: { api_key: key.token, ...body } };
    },
    code,
  });
  const done = (path: (id: string) => string, body: (id: string) => object, code: string): Refusal => ({
    as: async (system, { person, service }) => {
      const key = await system.actors.anApiKey(person);
      await system.call(path(key.id), { token: person.token, body: body(key.id) });
      return { token: service, body: { api_key: key.token } };
    },
    code,
  });
  return {
    'a key that is disabled': with_({ enabled: false }, 'key_disabled'),
    'a key that has expired': with_({ expires_at: new Date(Date.now() - 1) }, 'key_expired'),
    'a key for other APIs': with_({ scope: ['text.moderate'] }, 'scope_missing'),
    'a key for other networks': with_({ networks: ELSEWHERE }, 'ip_not_allowed'),
    'a key for networks, of a caller nobody knows': with_({ networks: ELSEWHERE }, 'client_ip_missing', {
      client_ip: undefined,
    }),
    'a key that was deleted': done(
      () => '/api/v1/api-keys/delete',
      (id) => ({ id }),
      'key_unknown',
    ),
    'a key that was rotated out': done(
      (id) => `/api/v1/api-keys/${id}/rotate`,
      () => ({ grace_seconds: 0 }),
      'key_expired',
    ),
    'a key that never was': {
      as: async (_system, { service }) => ({ token: service, body: { api_key: aToken('sk_live_') } }),
      code: 'key_unknown',
    },
    'a key that is mistyped': {
      as: async (_system, { service }) => ({ token: service, body: { api_key: 'sk_live_x' } }),
      code: 'key_malformed',
    },
  };
}
