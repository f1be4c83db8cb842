import { z } from 'zod';

export const gateShape = z.strictObject({
  gate: z.string(),
  verdict: z.enum(['passed', 'refused', 'not_asked']),
  code: z.string().nullable().meta({ description: 'why it refuses; as the API says it' }),
  rule: z.string(),
  figure: z.string(),
});
export type Gate = z.output<typeof gateShape>;

export const gate = (name: string, code: string | null, rule: string, figure: string): Gate => ({
  ...{ gate: name, verdict: code === null ? 'passed' : 'refused', code, rule, figure },
});

export const gateLine = ({ gate: name, verdict, code, rule, figure }: Gate): string =>
  [verdict.padEnd(9), name.padEnd(15), `rule: ${rule}`, figure, code ?? ''].filter((word) => word !== '').join('  ');

/** A rule that names things, or lets all of them through. */
export const listed = (names: 'all' | readonly string[]): string => (names === 'all' ? 'all' : names.join(', '));
