import { parseArgs } from 'node:util';
import { counted } from '../fault/figure.ts';
import { printFigure } from '../fault/print-figure.ts';
import { orUsage } from '../support/or-usage.ts';
import { runChecks } from './run-checks.ts';
import { writeSbom } from './write-sbom.ts';

const USAGE = `npm run supply-chain [-- --sbom <file>] [--json]

Looks through what the project is built of: install scripts, the lock file, unused and double packages, secrets.
  --sbom <file>   writes the bill of materials (CycloneDX) as well
  --json          one object per figure

Exit status 0: nothing was found; 1: something was; 2: the command line was not understood.`;

const { values } = orUsage(USAGE, () =>
  parseArgs({ options: { json: { type: 'boolean', default: false }, sbom: { type: 'string' } } }),
);

const checks = await runChecks();
for (const { figure, offenders } of checks) {
  printFigure('supply chain', figure, values.json);
  for (const offender of offenders) console.error(`      ${offender}`);
}
if (values.sbom !== undefined) {
  const packages = counted('packages in the bill of materials', writeSbom(values.sbom));
  printFigure('supply chain', packages, values.json);
}
if (!values.json) {
  console.log('  not run: npm audit, npm audit signatures. Both ask the registry: run them where it answers.');
}
process.exit(checks.every(({ figure }) => figure.pass) ? 0 : 1);
