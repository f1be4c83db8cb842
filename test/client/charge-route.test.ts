import { once } from 'node:events';
import { get } from 'node:http';
import { expect } from 'chai';
import express from 'express';
import { type ChargedCall, chargeRoute, SeahorseClient } from 'hot-seahorse/client';
import { type RunningService, runService } from '../../src/cli/demo/backend-service.ts';
import type { Person } from '../support/http/actors.ts';
import { eventually } from '../support/http/eventually.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const API = 'image.recognize';

describe('a route behind chargeRoute', () => {
  const system = useTestSystem();
  let service: RunningService;
  let person: Person;
  let key: string;
  let arrived: () => void = () => {};
  const balance = () => system().actors.balanceOf(person);
  const ask = (path: string, headers: Record<string, string> = { Authorization: `Bearer ${key}` }) =>
    fetch(`${service.url}${path}`, { headers });

  before(async () => {
    const { actors, url } = system();
    const client = new SeahorseClient({ baseUrl: url, token: await actors.aService(), retries: 0 });
    const away = new SeahorseClient({ baseUrl: 'http://127.0.0.1:1', token: 'ss_live_x', retries: 0 });
    const app = express();
    app.get('/ok', chargeRoute({ client, api: API }), (_req, res) => {
      res.json(res.locals['seahorse'] as ChargedCall);
    });
    app.get('/fails', chargeRoute({ client, api: API }), (_req, res) => void res.sendStatus(502));
    app.get(
      '/keeps',
      chargeRoute({ client, api: API, reverseFailures: false }),
      (_req, res) => void res.sendStatus(502),
    );
    app.get('/slow', chargeRoute({ client, api: API }), () => arrived());
    app.get('/twice', chargeRoute({ client, api: API, quantity: () => 2 }), (_req, res) => void res.sendStatus(204));
    app.get('/unsold', chargeRoute({ client, api: 'no.such.api' }), (_req, res) => void res.sendStatus(204));
    app.get('/away', chargeRoute({ client: away, api: API }), (_req, res) => void res.sendStatus(204));
    app.use((error: Error, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
      res.status(500).json({ caught: error.name });
    });
    service = await runService(app);
    person = await actors.aPerson();
    await actors.aPaidOrder(person, 'points-50');
    key = (await actors.anApiKey(person)).token;
  });
  after(() => service.stop());

  it('is served once its points are taken, and says what is left', async () => {
    const before = await balance();
    const answer = await ask('/ok');
    expect([answer.status, answer.headers.get('x-points-left')]).to.deep.equal([200, String(before - 5)]);
    expect(await answer.json()).to.include({ allowed: true, points: 5, points_left: before - 5 });
    expect((await ask('/twice')).status).to.equal(204);
    expect((await ask('/ok', { 'X-Api-Key': key })).status).to.equal(200);
    expect(await balance()).to.equal(before - 20);
  });

  it('is paid for once by callers who repeat their Idempotency-Key', async () => {
    const before = await balance();
    const headers = { Authorization: `Bearer ${key}`, 'Idempotency-Key': 'the-same' };
    for (let times = 0; times < 3; times++) expect((await ask('/ok', headers)).status).to.equal(200);
    expect(await balance()).to.equal(before - 5);
  });

  it('is refused without a key, with a wrong one, and without points, and never runs', async () => {
    for (const headers of [{}, { Authorization: 'Bearer mistyped' }]) {
      const answer = await ask('/ok', headers as Record<string, string>);
      expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([401, 'application/problem+json']);
      expect(await answer.json()).to.include({ status: 401, code: 'key_malformed' });
    }
    const { actors } = system();
    const poor = await actors.anApiKey(await actors.aPerson());
    const answer = await ask('/ok', { Authorization: `Bearer ${poor.token}` });
    expect(answer.status).to.equal(402);
    expect(await answer.json()).to.include({ status: 402, code: 'insufficient_points' });
  });

  it('gives the points back when it fails, unless told not to', async () => {
    const before = await balance();
    expect((await ask('/fails')).status).to.equal(502);
    await eventually(async () => expect(await balance()).to.equal(before));
    expect((await ask('/keeps')).status).to.equal(502);
    expect(await balance()).to.equal(before - 5);
  });

  it('gives the points back when its caller goes away before the answer', async () => {
    const before = await balance();
    const inside = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const request = get(`${service.url}/slow`, { headers: { Authorization: `Bearer ${key}` } });
    const gone = once(request, 'error');
    await inside;
    expect(await balance()).to.equal(before - 5);
    request.destroy(new Error('gone'));
    await gone;
    await eventually(async () => expect(await balance()).to.equal(before));
  });

  it('answers 503 where points cannot be taken, and passes on what the service itself did wrong', async () => {
    const away = await ask('/away');
    expect([away.status, away.headers.get('retry-after')]).to.deep.equal([503, '2']);
    expect(await (await ask('/unsold')).json()).to.deep.equal({ caught: 'SeahorseProblem' });
  });
});
