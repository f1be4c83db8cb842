import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { SigningSecret } from '../../src/domain/keyvault/key-stores.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import type { ReturnOrigin } from '../../src/domain/keyvault/return-origin.ts';
import type { Service, ServiceToken } from '../../src/domain/keyvault/service.ts';
import type { ServiceId, SigningSecretId } from '../../src/domain/shared/ids.ts';
import type { SealedText } from '../../src/domain/shared/sealed-text.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

describeStores('Services', (commit) => {
  const aService = (change: Partial<Service> = {}): Service => ({
    ...{ id: newId<ServiceId>(), name: 'vision', operations: 'all', networks: null },
    ...{ requiresSignature: false, returnOrigins: [], enabled: true, createdAt: msAfter(NOON, 123) },
    ...change,
  });
  const add = async (change: Partial<Service> = {}): Promise<Service> => {
    const service = aService(change);
    await commit(({ services }) => services.add(service));
    return service;
  };
  const addToken = async (service: Service, text: string, change: Partial<ServiceToken> = {}) => {
    const token = { serviceId: service.id, hint: `hint of ${text}`, createdAt: NOON, expiresAt: null, ...change };
    await commit(({ services }) => services.addToken(token, digestOf(text)));
    return token;
  };
  const addSecret = async (service: Service, change: Partial<SigningSecret> = {}) => {
    const secret: SigningSecret = {
      ...{ id: newId<SigningSecretId>(), serviceId: service.id, sealed: 'sealed, for one' as SealedText },
      ...{ createdAt: NOON, expiresAt: null },
      ...change,
    };
    await commit(({ services }) => services.addSecret(secret));
    return secret;
  };
  const byToken = (text: string) => commit(({ services }) => services.findByToken(digestOf(text)));
  const tokensOf = ({ id }: Service) => commit(({ services }) => services.listTokens(id));
  const secretsOf = ({ id }: Service) => commit(({ services }) => services.listSecrets(id));

  const terms: Readonly<Record<string, Partial<Service>>> = {
    'may do everything from anywhere': {},
    'may do some things': { operations: ['usage', 'balance'] },
    'may do nothing': { operations: [] },
    'comes from networks of both families': {
      networks: ['10.0.0.0/8', '127.0.0.1/32', '2001:db8::/32', '::1/128', '::102:0/112', '::/0'] as Network[],
    },
    'may come from nowhere': { networks: [] },
    'has to sign': { requiresSignature: true },
    'has places to send users back to': {
      returnOrigins: ['https://shop.example.com', 'http://localhost:5173'] as ReturnOrigin[],
    },
    'is disabled': { enabled: false },
  };
  for (const [what, change] of Object.entries(terms)) {
    it(`give a service that ${what} back as it was`, async () => {
      const service = await add(change);
      const token = await addToken(service, 'of vision');
      expect(await byToken('of vision')).to.deep.equal({ service, token, secrets: [] });
      expect(await commit(({ services }) => services.findByName('vision'))).to.deep.equal(service);
      expect(await commit(({ services }) => services.find(service.id))).to.deep.equal(service);
      expect(await commit(({ services }) => services.list())).to.deep.equal([service]);
    });
  }

  it('do not know what was never added', async () => {
    const service = await add();
    await addToken(service, 'of vision');
    await commit(async ({ services }) => {
      expect(await services.findByToken(digestOf('of another'))).to.equal(null);
      expect(await services.findByName('Vision')).to.equal(null);
      expect(await services.find(newId<ServiceId>())).to.equal(null);
      expect(await services.listTokens(newId())).to.deep.equal([]);
      expect(await services.listSecrets(newId())).to.deep.equal([]);
    });
  });

  it('list by name, as bytes compare', async () => {
    const names = ['vision', 'Vision', 'text-2', 'text', 'text_1'];
    for (const name of names) await add({ name });
    const listed = await commit(({ services }) => services.list());
    expect(listed.map(({ name }) => name)).to.deep.equal(['Vision', 'text', 'text-2', 'text_1', 'vision']);
  });

  it('save what has changed of one service', async () => {
    const [service, other] = [await add(), await add({ name: 'other' })];
    const changed: Service = {
      ...{ ...service, name: 'sight', operations: ['holds'], networks: ['::1/128' as Network] },
      ...{ requiresSignature: true, enabled: false },
    };
    await commit(({ services }) => services.save(changed));
    expect(await commit(({ services }) => services.list())).to.deep.equal([other, changed]);
    await commit(({ services }) => services.save(service));
    expect(await commit(({ services }) => services.findByName('vision'))).to.deep.equal(service);
  });

  it('know a service by each of its tokens, and show them newest first', async () => {
    const [service, other] = [await add(), await add({ name: 'other' })];
    const middle = await addToken(service, 'middle', { createdAt: msAfter(NOON, 2) });
    const first = await addToken(service, 'first', { createdAt: msAfter(NOON, 1), expiresAt: msAfter(NOON, 9) });
    const last = await addToken(service, 'last', { createdAt: msAfter(NOON, 3) });
    const foreign = await addToken(other, 'foreign');
    expect(await tokensOf(service)).to.deep.equal([last, middle, first]);
    expect(await tokensOf(other)).to.deep.equal([foreign]);
    expect(await byToken('first')).to.deep.equal({ service, token: first, secrets: [] });
    expect(await byToken('last')).to.deep.include({ service, token: last });
    expect(await byToken('foreign')).to.deep.include({ service: other, token: foreign });
  });

  it('keep the secrets of each service, newest first, expired ones included', async () => {
    const [service, other] = [await add(), await add({ name: 'other' })];
    await addToken(service, 'of vision');
    const older = await addSecret(service, { createdAt: msAfter(NOON, 1), expiresAt: msAfter(NOON, 2) });
    const newer = await addSecret(service, { createdAt: msAfter(NOON, 5), sealed: '秘密' as SealedText });
    const foreign = await addSecret(other);
    expect(await secretsOf(service)).to.deep.equal([newer, older]);
    expect(await secretsOf(other)).to.deep.equal([foreign]);
    expect((await byToken('of vision'))?.secrets).to.deep.equal([newer, older]);
  });

  it('find a secret by its id, whether or not it has ended', async () => {
    const service = await add();
    const [ended, other] = [await addSecret(service, { expiresAt: NOON }), await addSecret(service)];
    const find = (id: SigningSecretId) => commit(({ services }) => services.findSecret(id));
    expect([await find(ended.id), await find(other.id), await find(newId())]).to.deep.equal([ended, other, null]);
  });

  describe('with tokens and secrets that end at different times', () => {
    const AT = msAfter(NOON, 100);
    let service: Service;
    let other: Service;
    beforeEach(async () => {
      [service, other] = [await add(), await add({ name: 'other' })];
      for (const of of [service, other]) {
        for (const expiresAt of [null, msAfter(AT, 1), AT, msAfter(AT, -1)]) {
          await addToken(of, newId(), { expiresAt });
          await addSecret(of, { expiresAt });
        }
      }
    });
    const untouched = [-1, 0, 1, null];
    const endsOf = (all: readonly { readonly expiresAt: Date | null }[]) =>
      all.map(({ expiresAt }) => (expiresAt ? expiresAt.getTime() - AT.getTime() : null)).sort();
    const ends = async (of: Service) => [endsOf(await tokensOf(of)), endsOf(await secretsOf(of))];

    it('end the tokens that would live longer, of one service, and leave its secrets', async () => {
      expect(await commit(({ services }) => services.endTokens(service.id, AT))).to.equal(2);
      expect(await ends(service)).to.deep.equal([[-1, 0, 0, 0], untouched]);
      expect(await ends(other)).to.deep.equal([untouched, untouched]);
      expect(await commit(({ services }) => services.endTokens(service.id, AT))).to.equal(0);
    });

    it('end the secrets that would live longer, of one service, and leave its tokens', async () => {
      expect(await commit(({ services }) => services.endSecrets(service.id, AT))).to.equal(2);
      expect(await ends(service)).to.deep.equal([untouched, [-1, 0, 0, 0]]);
      expect(await ends(other)).to.deep.equal([untouched, untouched]);
    });
  });

  it('hold that two services of one name are a fault', async () => {
    await add();
    await rejectionOf(add());
  });

  it('hold that one token for two services is a fault', async () => {
    const [one, other] = [await add(), await add({ name: 'other' })];
    await addToken(one, 'the same');
    await rejectionOf(addToken(other, 'the same'));
    expect(await tokensOf(other)).to.deep.equal([]);
  });
});
