import { satisfies } from 'semver';
import { type Check, few, none } from './check.ts';
import { isOnServer, type LockedPackage, nameOf, told } from './lock-file.ts';

/** The oldest Node that we promise to run on. */
const OLDEST_NODE = '20.19.0';
const MOST_ON_SERVER = 250;
/** Two of these in one process would not know each other's values, or would each keep connections. */
const ONLY_ONCE: readonly string[] = ['express', 'inversify', 'ioredis', 'knex', 'pg', 'pino', 'zod'];
/** What asks for no more than its own text beside the copy. */
const LICENCES: readonly (string | undefined)[] = [
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'PSF-2.0', 'Unlicense'],
];
const REGISTRY = 'https://registry.npmjs.org/';

/** `allowed`: the allowScripts of package.json, by name. */
export function checkPackages(locked: readonly LockedPackage[], allowed: Readonly<Record<string, boolean>>): Check[] {
  const onServer = locked.filter(isOnServer);
  const withScript = locked.filter(({ hasInstallScript }) => hasInstallScript);
  const scripted = new Set(withScript.map(nameOf));
  return [
    few('packages on a server', onServer.map(told), MOST_ON_SERVER),
    none('install scripts that nobody has judged', withScript.filter((one) => !(nameOf(one) in allowed)).map(told)),
    none(
      'judged install scripts that are not there',
      Object.keys(allowed).filter((name) => !scripted.has(name)),
    ),
    none('packages that must be there once, twice', doubled(onServer)),
    none(
      'licences that nobody has judged',
      onServer.filter(({ license }) => !LICENCES.includes(license)).map((one) => `${told(one)}: ${one.license}`),
    ),
    none(
      `packages that do not run on Node ${OLDEST_NODE}`,
      locked.filter(({ engines }) => !satisfies(OLDEST_NODE, engines?.node ?? '*')).map(told),
    ),
  ];
}

/** Of each lock file: without an integrity npm takes what it is given. */
export const checkSources = (locked: readonly LockedPackage[]): Check[] => [
  none('packages without a checksum', locked.filter(({ integrity = '' }) => !/^sha512-/.test(integrity)).map(told)),
  none(
    'packages from elsewhere than the registry',
    locked
      .filter(({ resolved = REGISTRY }) => !resolved.startsWith(REGISTRY))
      .map((one) => `${told(one)}: ${one.resolved}`),
  ),
];

function doubled(packages: readonly LockedPackage[]): string[] {
  const versionsOf = (name: string): Set<string> =>
    new Set(packages.filter((one) => nameOf(one) === name).map(({ version }) => version));
  return ONLY_ONCE.filter((name) => versionsOf(name).size > 1);
}
