import { expect } from 'chai';
import express from 'express';
import { onlyOperators } from '../../src/adapters/http/operations/only-operators.ts';
import { listen } from '../../src/adapters/http/server.ts';

const TOKEN = 'a token that only operators have';

describe('The pages of operators', () => {
  const statusOf = async (mayWrite: boolean, init: RequestInit): Promise<number> => {
    const server = await listen({ host: '127.0.0.1', port: 0 });
    const app = express();
    app.use(onlyOperators(TOKEN, mayWrite), (_req, res) => void res.sendStatus(204));
    server.serve(app);
    try {
      return (await fetch(server.url, init)).status;
    } finally {
      await server.stop(0);
    }
  };
  const basic = `Basic ${Buffer.from(`anybody:${TOKEN}`).toString('base64')}`;
  const asking = (Authorization: string, more: Record<string, string> = {}) => ({
    headers: { Authorization, ...more },
  });

  it('let in whoever has the token, as a password or as a bearer, and nobody else', async () => {
    expect(await statusOf(false, asking(basic))).to.equal(204);
    expect(await statusOf(false, asking(`Bearer ${TOKEN.replaceAll(' ', '-')}`))).to.equal(401);
    expect(await statusOf(false, {})).to.equal(401);
  });

  it('change something only where changes are allowed', async () => {
    const change = { method: 'POST', ...asking(basic) };
    expect(await statusOf(false, change)).to.equal(403);
    expect(await statusOf(true, change)).to.equal(204);
  });

  it('change nothing at the word of a page from elsewhere, whose browser knows the password', async () => {
    const from = (site: string) => statusOf(true, { method: 'POST', ...asking(basic, { 'Sec-Fetch-Site': site }) });
    expect(await from('same-origin')).to.equal(204);
    for (const site of ['cross-site', 'same-site', 'none']) expect(await from(site), site).to.equal(403);
  });
});
