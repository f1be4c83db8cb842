import type { Command } from 'commander';
import { z } from 'zod';
import { silenceProgress } from './progress.ts';

const shapes = new WeakMap<Command, z.ZodType>();

/** An instant in an answer: a Date here, `2026-11-26T08:00:00.000Z` in JSON. */
export const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (at) => at.toISOString(),
});

/** Points in an answer: a decimal string, since they may be larger than what every reader of JSON takes for a number. */
export const points = z.string().regex(/^-?\d+$/);

/** An id as it is shown: `key_0192…`, 32 hexadecimal digits after the prefix. */
export { shownId } from '../../adapters/http/public-id.ts';

type ReadOnly<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? readonly ReadOnly<Item>[]
    : T extends object
      ? { readonly [Name in keyof T]: ReadOnly<T[Name]> }
      : T;
/** What an answer of this shape is made of. */
export type Answer<Shape extends z.ZodType> = ReadOnly<z.output<Shape>>;

/** `beside` is what people are told beside the answer, on standard error, so that the answer alone can be piped on. */
export type Tell<Shape extends z.ZodType> = (
  value: Answer<Shape>,
  text: () => string,
  beside?: () => string | null,
) => void;

/**
 * Adds `--json` to a command. What comes back prints its answer: `value` where `--json` was given, else `text` (nothing, where
 * that is empty). The shape is what `seahorse schema` prints, and what a value is held to before it is printed.
 */
export function answersJson<Shape extends z.ZodType>(command: Command, shape: Shape): Tell<Shape> {
  const forPrograms = (): boolean => command.opts()['json'] === true;
  command.option('--json', 'for programs');
  command.hook('preAction', () => silenceProgress(forPrograms()));
  shapes.set(command, shape);
  return (value, text, beside = () => null) => {
    if (forPrograms()) return console.log(JSON.stringify(z.encode(shape, value as z.output<Shape>), null, 2));
    const [said, aside] = [text(), beside()];
    if (said !== '') console.log(said);
    if (aside) console.error(aside);
  };
}

/** Of what shape the JSON of this command is; undefined: it has none. */
export const shapeOf = (command: Command): z.ZodType | undefined => shapes.get(command);
