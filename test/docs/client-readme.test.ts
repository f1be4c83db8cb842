import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import ts from 'typescript';
import { blocksOf } from '../support/guides.ts';
import { REPOSITORY } from '../support/http/run-cli.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const OPTIONS = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };

/** Runs the examples as one module, and then this. */
async function run(then: string, env: Readonly<Record<string, string>>) {
  const source = `${(await blocksOf('client/README.md', 'ts')).join('\n')}\n${then}`;
  const script = ts.transpileModule(source, { compilerOptions: OPTIONS }).outputText;
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--input-type=module'], { cwd: REPOSITORY, env: { PATH, ...env } });
  child.stdin.end(script);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout: stdout.trim(), stderr };
}

describe('The examples of the client', () => {
  const system = useTestSystem();

  it('say what is missing where the environment does not say where the API is, or who calls', async () => {
    for (const env of [{}, { SEAHORSE_URL: system().url }, { SEAHORSE_TOKEN: 'ss_live_x' }]) {
      expect((await run('', env)).stderr).to.include('set SEAHORSE_URL and SEAHORSE_TOKEN');
    }
  });

  it('charge a call and a route, and open a checkout', async () => {
    const { actors, url } = system();
    const person = await actors.aPerson();
    await actors.aPaidOrder(person);
    const { token: apiKey } = await actors.anApiKey(person);
    const operations = ['usage', 'external_users', 'checkout'] as const;
    const token = await actors.aService({ operations, returnOrigins: ['https://shop.example.com'] as never });
    const then = `
      console.log(await payFor(process.env.API_KEY, '203.0.113.7', 'call-1'));
      const server = app.listen(0, '127.0.0.1', async () => {
        const at = 'http://127.0.0.1:' + server.address().port + '/v1/images/recognize';
        const answer = await fetch(at, { method: 'POST', headers: { Authorization: 'Bearer ' + process.env.API_KEY } });
        console.log(answer.status, await answer.text());
        const { id, url } = await checkoutFor('customer-1', 'cart-1');
        console.log(url.startsWith('https://'), await isPaid(id));
        server.close();
      });`;
    const { stdout, stderr } = await run(then, { SEAHORSE_URL: url, SEAHORSE_TOKEN: token, API_KEY: apiKey });
    expect([stdout, stderr]).to.deep.equal(['595\n200 {"label":"seahorse"}\ntrue false', '']);
  });
}).timeout(60_000);
