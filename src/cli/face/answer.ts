import type { Command } from 'commander';
import { z } from 'zod';

const shapes = new WeakMap<Command, z.ZodType>();

/** An instant in an answer: a Date here, `2026-11-26T08:00:00.000Z` in JSON. */
export const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (at) => at.toISOString(),
});

/** Points in an answer: a decimal string, since they may be larger than what every reader of JSON takes for a number. */
export const points = z.string().regex(/^-?\d+$/);

export type Tell<Shape extends z.ZodType> = (value: z.output<Shape>, text: () => string) => void;

/**
 * Adds `--json` to a command. What comes back prints its answer: `value` where `--json` was given, else `text` (nothing, where
 * that is empty). The shape is what `seahorse schema` prints, and what a value is held to before it is printed.
 */
export function answersJson<Shape extends z.ZodType>(command: Command, shape: Shape): Tell<Shape> {
  command.option('--json', 'for programs');
  shapes.set(command, shape);
  return (value, text) => {
    const said = command.opts()['json'] ? JSON.stringify(z.encode(shape, value), null, 2) : text();
    if (said !== '') console.log(said);
  };
}

/** Of what shape the JSON of this command is; undefined: it has none. */
export const shapeOf = (command: Command): z.ZodType | undefined => shapes.get(command);
