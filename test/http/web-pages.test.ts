import { mkdir, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { pino } from 'pino';
import { buildApp } from '../../src/adapters/http/app.ts';
import { type HttpServer, listen } from '../../src/adapters/http/server.ts';
import type { UseCases } from '../../src/adapters/http/use-cases.ts';
import { callApi } from '../support/http/api-client.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PATHS = ['/pricing', '/payment/checkout', '/payment/result'];
const PAGE = '<!doctype html><script type="module" src="./assets/page-1a2b.js"></script>';
const SCRIPT = `console.log(${JSON.stringify('积分'.repeat(500))});`;

async function build(folder: string): Promise<void> {
  const write = (name: string, content: string | Buffer) => writeFile(path.join(folder, name), content);
  await mkdir(path.join(folder, 'assets'), { recursive: true });
  for (const name of ['pricing.html', 'checkout.html', 'result.html']) await write(name, PAGE);
  await write('assets/page-1a2b.js', SCRIPT);
  await write('assets/page-1a2b.js.br', brotliCompressSync(SCRIPT));
  await write('assets/page-1a2b.js.gz', gzipSync(SCRIPT));
  await write('assets/page-3c4d.css', 'body{margin:0}');
  await write('assets/mark-5e6f.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
}

describe('the pages of the web checkout', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: HttpServer;
  const serve = (publicUrl = 'https://points.example.com'): void => {
    const settings = { trustedProxies: [], publicUrl, pagesFolder: folder.path };
    server.serve(buildApp({} as UseCases, pino({ level: 'silent' }), settings));
  };
  const call = (at: string, headers: Record<string, string> = {}, method = 'GET') =>
    callApi(`${server.url}${at}`, { headers, method });
  beforeEach(async () => {
    folder = await temporaryFolder();
    server = await listen({ host: '127.0.0.1', port: 0 });
    serve();
  });
  afterEach(async () => {
    await server.stop(0);
    await folder.remove();
  });

  describe('once they are built', () => {
    beforeEach(() => build(folder.path));

    for (const at of PATHS) {
      it(`${at} is HTML that nothing but our own files can be added to`, async () => {
        const { status, headers, text } = await call(`${at}?orderId=ord_1&lang=en`);
        expect([status, headers.get('content-type')]).to.deep.equal([200, 'text/html; charset=utf-8']);
        expect(text).to.include('<!doctype html>');
        expect(headers.get('content-security-policy')).to.equal(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        );
        expect(headers.get('referrer-policy')).to.equal('no-referrer');
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
        expect(headers.get('cross-origin-opener-policy')).to.equal('same-origin');
        expect(headers.get('cache-control')).to.equal('no-cache');
      });
    }

    it('load their files from the root, or from where PUBLIC_URL says', async () => {
      expect((await call('/payment/checkout')).text).to.include('src="/assets/page-1a2b.js"');
      serve('https://example.com/points');
      expect((await call('/pricing')).text).to.include('src="/points/assets/page-1a2b.js"');
      expect((await call('/payment/result')).text).to.include('src="/points/assets/page-1a2b.js"');
    });

    it('are there for HEAD, and for no other method', async () => {
      expect((await call('/pricing', {}, 'HEAD')).status).to.equal(200);
      expectProblem(await call('/pricing', {}, 'DELETE'), [404, 'not_found', 'en']);
    });

    it('have files that are kept for a year, of the right type', async () => {
      for (const [name, type] of [
        ['page-1a2b.js', 'text/javascript; charset=utf-8'],
        ['page-3c4d.css', 'text/css; charset=utf-8'],
        ['mark-5e6f.svg', 'image/svg+xml'],
      ] as const) {
        const { status, headers } = await call(`/assets/${name}`);
        expect([status, headers.get('content-type')], name).to.deep.equal([200, type]);
        expect(headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
        expect(headers.get('vary')).to.equal('Accept-Encoding');
      }
    });

    it('send what the browser unpacks, the smaller one first', async () => {
      for (const [accepted, sent] of [
        ['gzip, deflate, br, zstd', 'br'],
        ['gzip', 'gzip'],
        ['br;q=0, gzip', 'gzip'],
        ['identity', null],
        ['', null],
      ] as const) {
        const { headers, text } = await call('/assets/page-1a2b.js', { 'Accept-Encoding': accepted });
        expect([headers.get('content-encoding'), text], accepted).to.deep.equal([sent, SCRIPT]);
      }
      const { headers } = await call('/assets/page-3c4d.css', { 'Accept-Encoding': 'br' });
      expect(headers.get('content-encoding')).to.equal(null);
    });

    for (const at of [
      ...['/assets/page-9999.js', '/assets/page-1a2b.js.br', '/assets/', '/assets/pricing.html', '/assets/constructor'],
      ...['/assets/..%2fpricing.html', '/assets/%2e%2e%2f%2e%2e%2fpackage.json', '/assets/..%5cpricing.html'],
      ...['/assets/page-1a2b.js%00', '/pricing.html', '/web/dist/pricing.html', '/payment'],
    ]) {
      it(`404 for ${at}, which no cache keeps`, async () => {
        const answer = await call(at);
        expectProblem(answer, [404, 'not_found', 'en']);
        expect(answer.headers.get('cache-control')).to.equal('no-store');
      });
    }

    it('404 for a path that climbs out of the folder as it is', async () => {
      const status = await new Promise((resolve, reject) => {
        const { port } = server;
        get({ port, host: '127.0.0.1', path: '/assets/../../package.json' }, (res) => {
          res.resume();
          resolve(res.statusCode);
        }).once('error', reject);
      });
      expect(status).to.equal(404);
    });
  });

  describe('before they are built', () => {
    for (const at of PATHS) {
      it(`${at} is 503 and says what to run`, async () => {
        const answer = await call(at);
        expectProblem(answer, [503, 'pages_not_built', 'en']);
        expect(answer.json.detail).to.include('npm run build:web');
        expect(answer.headers.get('cache-control')).to.equal('no-store');
        expect(answer.headers.get('retry-after')).to.equal('30');
      });
    }

    it('their files are 404, and all is there as soon as it has been built', async () => {
      expectProblem(await call('/assets/page-1a2b.js'), [404, 'not_found', 'en']);
      await build(folder.path);
      expect((await call('/pricing')).status).to.equal(200);
      expect((await call('/assets/page-1a2b.js')).status).to.equal(200);
    });
  });
});
