import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { commandFlaw } from '../support/command-flaw.ts';
import { documentedMetrics } from '../support/documented-metrics.ts';

/** Of prom-client, about the process. */
const OF_NODE = ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'];
const METRIC = /\b(?:seahorse|nodejs|process)_\w+/g;

type Panel = { readonly title: string; readonly targets?: readonly { readonly expr: string }[] };
type Alert = { readonly name: string; readonly expr: string; readonly runbook: string; readonly severity: string };

/** As much of YAML as the file has: quoted texts on lines of their own. */
function alertsIn(yaml: string): Alert[] {
  const field = (block: string, name: string): string => {
    const [, quoted, plain] = new RegExp(`^\\s+${name}: (?:'((?:[^']|'')*)'|(\\S+))$`, 'm').exec(block) ?? [];
    return (quoted ?? plain ?? expect.fail(`no ${name} in ${block}`)).replaceAll("''", "'");
  };
  return yaml
    .split(/^ {6}- alert: /m)
    .slice(1)
    .map((block) => ({
      name: block.split('\n', 1)[0] as string,
      ...{ expr: field(block, 'expr'), runbook: field(block, 'runbook'), severity: field(block, 'severity') },
    }));
}

const commandsIn = (text: string): string[] =>
  [...text.matchAll(/seahorse (?:[a-z-]+ ?)+(?:--[a-z-]+)?/g)].map(([command]) => command.trim());

describe('what operators watch with', () => {
  let known: Set<string>;
  const unknownIn = (expr: string): string[] =>
    (expr.match(METRIC) ?? []).filter(
      (name) => !known.has(name.replace(/_(bucket|sum|count)$/, '')) && !known.has(name),
    );

  before(async () => {
    known = new Set([...(await documentedMetrics()), ...OF_NODE]);
  });

  it('is a dashboard in which every expression asks for metrics that there are', async () => {
    const { panels } = JSON.parse(await readFile('ops/grafana/hot-seahorse.json', 'utf8')) as { panels: Panel[] };
    const asked = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
    expect(asked.length).to.be.greaterThan(15);
    for (const { title, expr } of asked) {
      expect(expr.match(METRIC), title).not.to.equal(null);
      expect(unknownIn(expr), title).to.deep.equal([]);
    }
    const shown = new Set(
      asked.flatMap(({ expr }) => expr.match(METRIC) ?? []).map((name) => name.replace(/_(bucket|sum|count)$/, '')),
    );
    expect(
      [...known].filter((name) => !shown.has(name)),
      'metrics that nobody sees',
    ).to.deep.equal([]);
  });

  it('are alerts on metrics that there are, each with a command that there is', async () => {
    const alerts = alertsIn(await readFile('ops/prometheus/alerts.yml', 'utf8'));
    expect(alerts.length).to.be.greaterThan(10);
    for (const { name, expr, runbook, severity } of alerts) {
      expect(expr.match(METRIC), name).not.to.equal(null);
      expect(unknownIn(expr), name).to.deep.equal([]);
      expect(severity, name).to.match(/^(page|ticket)$/);
      const commands = commandsIn(runbook);
      expect(commands, name).not.to.deep.equal([]);
      for (const command of commands) expect(commandFlaw(command), `${name}: ${command}`).to.equal(null);
    }
  });

  it('is caught where it names what there is not', () => {
    expect(unknownIn('rate(seahorse_nothing_total[5m])')).to.deep.equal(['seahorse_nothing_total']);
    expect(commandsIn('take one: seahorse ledger stamp').map(commandFlaw)).not.to.include(null);
  });
});
