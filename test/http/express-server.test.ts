import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express, { type Express, type Request } from 'express';
import { createExpressServer } from '../../src/adapters/http/create-express-server.ts';
import { callApi } from '../support/http/api-client.ts';

/** Everything of Express that looks at the prototypes of requests and responses. */
function anApp(): Express {
  const app = express();
  const inner = express();
  inner.get('/who', (req, res) => res.json({ base: req.baseUrl, isOfInner: req.app === inner }));
  app.use(express.json());
  app.get('/things/:id', (req, res) => res.json({ id: req.params['id'], query: req.query['q'], ip: req.ip }));
  app.post('/echo', (req, res) => res.status(201).json(req.body));
  app.get('/away', (_req, res) => res.redirect('/things/1'));
  app.get('/tagged', (_req, res) => res.send('tagged'));
  app.get('/late', async () => {
    await Promise.resolve();
    throw new Error('late');
  });
  app.use('/inner', inner);
  app.use((_error: Error, _req: Request, res: express.Response, _next: express.NextFunction) => {
    res.status(500).json({ caught: true });
  });
  return app;
}

describe('a server whose requests are born as Express’s', () => {
  let url: string;
  let born: unknown[];
  const app = anApp();
  const { server, bear } = createExpressServer({}, (req, res) => {
    born = [Object.getPrototypeOf(req), Object.getPrototypeOf(res)];
    app(req, res);
  });
  before(async () => {
    bear(app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  it('gives them their prototype before Express does, so that Express changes nothing', async () => {
    await callApi(`${url}/tagged`);
    expect(born[0]).to.equal(app.request);
    expect(born[1]).to.equal(app.response);
  });

  it('reads parameters, queries, addresses and bodies', async () => {
    const { json } = await callApi(`${url}/things/7?q=x`);
    expect(json).to.deep.equal({ id: '7', query: 'x', ip: '127.0.0.1' });
    const echo = await callApi(`${url}/echo`, { method: 'POST', body: { a: [1, 'ü'] } });
    expect([echo.status, echo.json]).to.deep.equal([201, { a: [1, 'ü'] }]);
  });

  it('redirects, tags, and answers what is not there', async () => {
    const away = await fetch(`${url}/away`, { redirect: 'manual' });
    expect([away.status, away.headers.get('location')]).to.deep.equal([302, '/things/1']);
    const { headers } = await callApi(`${url}/tagged`);
    expect(await statusOf(`${url}/tagged`, { 'If-None-Match': headers.get('etag') ?? '' })).to.equal(304);
    expect((await callApi(`${url}/nowhere`)).status).to.equal(404);
  });

  it('knows an application inside the application', async () => {
    expect((await callApi(`${url}/inner/who`)).json).to.deep.equal({ base: '/inner', isOfInner: true });
    expect((await callApi(`${url}/things/8`)).json).to.include({ id: '8' });
  });

  it('catches what a handler throws later', async () => {
    const { status, json } = await callApi(`${url}/late`);
    expect([status, json]).to.deep.equal([500, { caught: true }]);
  });
});

/** Not by fetch, which forbids every cache as soon as somebody else asks about one. */
async function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}
