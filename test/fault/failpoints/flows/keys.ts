import { expect } from 'chai';
import { changeService } from '../../../../src/application/keyvault/change-service.ts';
import { createService } from '../../../../src/application/keyvault/create-service.ts';
import { endServiceCredentials } from '../../../../src/application/keyvault/end-service-credentials.ts';
import { RefusalNotebook } from '../../../../src/application/keyvault/notice-refusals.ts';
import { rotateServiceToken } from '../../../../src/application/keyvault/rotate-service-token.ts';
import { rotateSigningSecret } from '../../../../src/application/keyvault/rotate-signing-secret.ts';
import { BY_NOBODY, SERVICE_SEAL } from '../../../support/shop.ts';
import type { Flow } from '../flow.ts';
import { caller } from './spending.ts';

const DAY = 86_400;

const keys: Flow = {
  name: 'a key that is made, changed, rotated, switched off and deleted',
  play: async (scene) => {
    const { actors, call } = scene.world.system;
    const person = await actors.aPerson();
    const owner = { token: person.token };
    const at = '/api/v1/api-keys';
    const { json: made } = await scene.expect(201, at, { ...owner, body: { name: '一' } });
    await scene.expect(200, `${at}/${made.id}`, { ...owner, method: 'PUT', body: { name: '二' } });
    const rotation = { grace_seconds: 3_600 };
    const rotated = await scene.ask(`${at}/${made.id}/rotate`, { ...owner, body: rotation });
    // Whose answer was lost is told that it was rotated, and finds the new one in the list.
    expect([201, 409]).to.include(rotated.status);
    const { json: listed } = await scene.expect(200, at, owner);
    const ids: string[] = listed.api_keys.map(({ id }: { id: string }) => id);
    await scene.expect(200, `${at}/status`, { ...owner, body: { ids, enabled: false } });
    const deleted = await scene.ask(`${at}/delete`, { ...owner, body: { ids } });
    expect([200, 404]).to.include(deleted.status);
    await scene.over();
    expect((await call(at, owner)).json.api_keys).to.deep.equal([]);
  },
};

const services: Flow = {
  name: 'a service, its credentials and their end',
  play: async (scene) => {
    const name = `service-${crypto.randomUUID()}`;
    const made = await scene.step((on) => createService({ ...on.parts, by: BY_NOBODY })(name));
    expect(['created', 'name_taken']).to.include(made.kind);
    await scene.step((on) => rotateServiceToken({ ...on.parts, by: BY_NOBODY })(name, 0));
    await scene.step((on) => rotateSigningSecret({ ...on.parts, serviceSeal: SERVICE_SEAL, by: BY_NOBODY })(name, 0));
    await scene.step((on) => changeService({ ...on.parts, by: BY_NOBODY })(name, { enabled: false }));
    const both = { tokens: true, secrets: true };
    await scene.step((on) => endServiceCredentials({ ...on.parts, by: BY_NOBODY })(name, both));
    await scene.over();
    await scene.world.system.uow.run(async ({ services: all, clock }) => {
      const service = await all.findByName(name);
      expect(service?.enabled).to.equal(false);
      const [now, tokens] = [await clock.now(), service ? await all.listTokens(service.id) : []];
      expect(tokens.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)).to.deep.equal([]);
    });
  },
};

const refusals: Flow = {
  name: 'refused calls, written down and forgotten',
  play: async (scene) => {
    const by = await caller(scene);
    const { json } = await by.charge({ quantity: 1_000 });
    expect(json.code).to.equal('insufficient_points');
    await scene.step(async ({ application, parts: { uow, secrets } }) => {
      const notebook = new RefusalNotebook({ uow, secrets, now: () => new Date() });
      const usage = { caller: { token: by.service, peer: null, signedWith: null }, clientIp: null };
      const call = { ...usage, keyToken: by.key.token, apiCode: 'image.recognize' as never, quantity: 1_000 };
      await notebook.watch(application.chargeUsage)({ ...call, idempotencyKey: crypto.randomUUID() });
      await notebook.writeDown();
    });
    await scene.advance(40 * DAY);
    await scene.sweep('forget-refused-calls');
    await scene.over();
    expect(await by.lines()).to.deep.equal(['grant 600']);
  },
};

export const KEYS: readonly Flow[] = [keys, services, refusals];
