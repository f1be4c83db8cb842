export type Metric = {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
};

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/y;

/** The text format of Prometheus, strictly: what is no sample of the metric that was announced last is a mistake. */
export function parseMetrics(text: string): ReadonlyMap<string, Metric> {
  const metrics = new Map<string, { type: string; help: string; samples: Metric['samples'][number][] }>();
  let current = '';
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, word, name, rest] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (word === 'HELP' && name) {
      if (metrics.has(name)) throw new Error(`${name} comes twice`);
      metrics.set(name, { help: rest ?? '', type: '', samples: [] });
      current = name;
    } else if (word === 'TYPE' && name === current) {
      (metrics.get(name) as { type: string }).type = rest ?? '';
    } else {
      const sample = readSample(line);
      if (!/^(_bucket|_sum|_count|)$/.test(sample.name.slice(current.length)) || !sample.name.startsWith(current)) {
        throw new Error(`not a sample of ${current}: ${line}`);
      }
      metrics.get(current)?.samples.push(sample);
    }
  }
  return metrics;
}

function readSample(line: string): Metric['samples'][number] {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  const read = value === undefined ? Number.NaN : Number(value.replace('+Inf', 'Infinity').replace('Nan', 'NaN'));
  if (name === undefined || (Number.isNaN(read) && value !== 'Nan')) throw new Error(`no sample: ${line}`);
  return { name, labels: readLabels(labels), value: read };
}

function readLabels(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const at = LABEL.lastIndex;
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined) throw new Error(`no label at ${text.slice(at)}`);
    found[name] = value ?? '';
  }
  return found;
}

/** Of the one sample with these labels; undefined: there is none. */
export const sampleOf = (
  metrics: ReadonlyMap<string, Metric>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined =>
  metrics
    .get(name)
    ?.samples.find((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))?.value;
