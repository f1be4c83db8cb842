import type { Registry } from 'prom-client';
import { FIGURES, type Figure, type FigureName, type ReadFigures } from '../../application/shared/figures.ts';
import { registerComputed, type Sample } from './computed-metric.ts';
import { shareAnswer } from './share-answer.ts';

const FRESH_MS = 5_000;

/** What the books tell: asked for when somebody scrapes, and left out when they do not answer, since old figures would lie. */
export function registerFigures(registry: Registry, readFigures: ReadFigures, onFault: (error: unknown) => void): void {
  const ask = shareAnswer(async (): Promise<readonly Figure[] | null> => {
    try {
      return await readFigures();
    } catch (error) {
      onFault(error);
      return null;
    }
  }, FRESH_MS);
  const up = { name: 'figures_up', help: 'Whether the books have answered: 1, or 0', type: 'gauge' } as const;
  registerComputed(registry, up, async () => [{ labels: {}, value: (await ask()) ? 1 : 0 }]);
  for (const name of Object.keys(FIGURES) as FigureName[]) {
    const { type, help, label } = FIGURES[name];
    const toSample = (figure: Figure): Sample => ({
      labels: label ? { [label]: figure.label ?? '' } : {},
      value: figure.value,
    });
    registerComputed(registry, { name, help, type }, async () =>
      ((await ask()) ?? []).filter((figure) => figure.name === name).map(toSample),
    );
  }
}
