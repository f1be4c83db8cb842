import { expect } from 'chai';
import { formatToken } from '../../src/domain/keyvault/key-token.ts';
import { checkPackages, checkSources } from './check-packages.ts';
import { secretsIn } from './check-secrets.ts';
import type { LockedPackage } from './lock-file.ts';
import { checkStrictness, runChecks } from './run-checks.ts';

describe('What we are built from', () => {
  it('is what we have judged, and no more than we use', async function () {
    this.timeout(180_000);
    const failed = (await runChecks()).filter(({ figure }) => !figure.pass);
    expect(failed.map(({ figure, offenders }) => ({ [figure.name]: offenders }))).to.deep.equal([]);
  });
});

describe('The checks of packages', () => {
  const sound: LockedPackage = {
    ...{ path: 'node_modules/pg', version: '8.23.1', license: 'MIT', engines: { node: '>=16' } },
    integrity: `sha512-${'a'.repeat(86)}==`,
  };
  const failing = (locked: readonly LockedPackage[], allowed: Readonly<Record<string, boolean>> = {}) =>
    [...checkPackages(locked, allowed), ...checkSources(locked)]
      .filter(({ figure }) => !figure.pass)
      .map(({ figure, offenders }) => `${figure.name}: ${offenders.join(', ')}`);

  it('find nothing in what is in order', () => {
    const elsewhere: LockedPackage = { ...sound, path: 'node_modules/mac', os: ['darwin'], hasInstallScript: true };
    expect(failing([sound, { ...elsewhere, license: 'Odd' }], { mac: true })).to.deep.equal([]);
  });

  const planted: readonly [string, Partial<LockedPackage>, string][] = [
    ['an install script', { hasInstallScript: true }, 'install scripts that nobody has judged: pg 8.23.1'],
    ['another licence', { license: 'GPL-3.0' }, 'licences that nobody has judged: pg 8.23.1: GPL-3.0'],
    ['a newer Node', { engines: { node: '>=22' } }, 'packages that do not run on Node 20.19.0: pg 8.23.1'],
    [
      'another registry',
      { resolved: 'http://pg.test/' },
      'packages from elsewhere than the registry: pg 8.23.1: http://pg.test/',
    ],
    ['a weak checksum', { integrity: 'sha1-abc=' }, 'packages without a checksum: pg 8.23.1'],
  ];
  for (const [what, change, says] of planted) {
    it(`find a package with ${what}`, () => expect(failing([{ ...sound, ...change }])).to.deep.equal([says]));
  }

  it('find a package without a licence or a checksum', () => {
    const { license: _, integrity: __, ...bare } = sound;
    expect(failing([bare])).to.have.length(2);
  });

  it('find a second pg beside the first, and leave one for development alone', () => {
    const second = { ...sound, path: 'node_modules/x/node_modules/pg', version: '7.0.0' };
    expect(failing([sound, second])).to.deep.equal(['packages that must be there once, twice: pg']);
    expect(failing([sound, { ...second, dev: true }])).to.deep.equal([]);
  });

  it('find a judgement about a package that has gone', () => {
    expect(failing([sound], { pg: false })).to.deep.equal(['judged install scripts that are not there: pg']);
  });

  it('find that npm would run a script that nobody has judged', () => {
    expect(checkStrictness('# some\nstrict-allow-scripts=true\n').figure.pass).to.equal(true);
    for (const npmrc of ['', 'strict-allow-scripts=false', '# strict-allow-scripts=true']) {
      expect(checkStrictness(npmrc).figure.pass, npmrc).to.equal(false);
    }
  });

  it('find more packages than a server should have', () => {
    const many = Array.from({ length: 251 }, (_, nth) => ({ ...sound, path: `node_modules/p${nth}` }));
    expect(failing(many)).to.deep.equal(['packages on a server: ']);
  });
});

describe('The search for secrets', () => {
  const token = formatToken('sk_live_', new Uint8Array(24).fill(7));

  it('finds a token by its checksum, and not what only looks like one', () => {
    expect(secretsIn(`first\nkey = "${token}"`)).to.deep.equal(['line 2: token']);
    expect(secretsIn(`key = "${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}"`)).to.deep.equal([]);
  });

  it('finds a private key, and not where one is spoken of', () => {
    const head = '-----BEGIN PRIVATE KEY-----';
    expect(secretsIn(`${head}\n${'MIIEvQ'.repeat(9)}`)).to.deep.equal(['a private key']);
    expect(secretsIn(`KEY="${head}\\n${'MIIEvQ'.repeat(9)}`)).to.deep.equal(['a private key']);
    expect(secretsIn(`${head}\\n…\\n-----END PRIVATE KEY-----`)).to.deep.equal([]);
  });
});
