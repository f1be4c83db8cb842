import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { useTestSystem } from '../support/http/test-system.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const TYPES = path.resolve('miniprogram/app/api/types.ts');
const COMPILER = path.resolve('node_modules/typescript/bin/tsc');
const OPTIONS = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--allowImportingTsExtensions'];

/** What has come, written down as values of the types that the mini-program has for it: an unknown member is a mistake as well. */
const written = (answers: readonly (readonly [type: string, json: unknown])[]): string =>
  [
    `import type * as App from ${JSON.stringify(TYPES)};`,
    ...answers.map(([type, json], index) => `export const answer${index}: App.${type} = ${JSON.stringify(json)};`),
  ].join('\n');

async function complaintsAbout(source: string): Promise<string> {
  const folder = await temporaryFolder();
  const file = path.join(folder.path, 'answers.ts');
  writeFileSync(file, source);
  const { stdout } = spawnSync(process.execPath, [COMPILER, ...OPTIONS, file], { encoding: 'utf8', cwd: folder.path });
  await folder.remove();
  return stdout;
}

describe('what the mini-program is answered', () => {
  const system = useTestSystem();

  it('is of the types that it has for it, route by route', async () => {
    const { actors, call, phone } = system();
    const person = await actors.aPerson();
    await actors.aPaidOrder(person, 'points-300');
    const key = await actors.anApiKey(person);
    const { token } = person;
    const serviceToken = await actors.aService();
    const body = { api_key: key.token, api: 'image.recognize' };
    await call('/internal/v1/usage', { token: serviceToken, body, headers: { 'Idempotency-Key': 'once' } });
    const ask = async (at: string, sent?: object) => {
      const { status, json } = await call(`/api/v1${at}`, sent ? { token, body: sent } : { token });
      expect(status, at).to.be.within(200, 201);
      return json;
    };
    const { code } = await phone.login(person.name);
    const packageId = await actors.packageId();
    const answers: readonly (readonly [string, unknown])[] = [
      ['NewSession', await ask('/session', { code })],
      ['User', await ask('/me')],
      ['SessionItem', (await ask('/sessions')).sessions[0]],
      ['Balance', await ask('/balance')],
      ['PackageList', await ask('/packages')],
      ['PromotionList', await ask('/promotions')],
      ['ApiList', await ask('/apis')],
      ['Quote', await ask('/quotes', { package_id: packageId })],
      ['PlacedOrder', await ask('/orders', { package_id: packageId })],
      ['OrderPage', await ask('/orders')],
      ['ApiKeyList', await ask('/api-keys')],
      ['NewApiKey', await ask('/api-keys', { name: 'another' })],
      ['RotatedApiKey', await ask(`/api-keys/${key.id}/rotate`, {})],
      ['StatementPage', await ask('/points/statement')],
      ['CallSummary', await ask('/calls/summary')],
      ['RefusedPage', await ask('/calls/refused')],
      ['InvoiceSummary', await ask('/invoices/summary')],
      ['InvoiceableOrders', await ask('/invoices/requestable')],
      ['InvoicePage', await ask('/invoices')],
      ['InvoiceTitle', await ask('/invoice-titles', { kind: 'personal', name: '张三', email: 'z@example.com' })],
      ['TitleList', await ask('/invoice-titles')],
    ];
    expect(await complaintsAbout(written(answers))).to.equal('');
  });

  it('would be noticed if it were not', async () => {
    const spoilt = written([
      ['Balance', { available: '600', next_expiry: null }],
      ['Balance', { available: 600, next_expiry: null, more: 1 }],
    ]);
    expect((await complaintsAbout(spoilt)).match(/error TS/g)).to.have.length(2);
  });
}).timeout(60_000);
