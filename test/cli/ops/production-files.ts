import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { REPOSITORY } from '../../support/http/run-cli.ts';

const OPS = path.join(REPOSITORY, 'ops');
export const readOps = (name: string): string => readFileSync(path.join(OPS, name), 'utf8');

/** The lines of a unit by section, `Name=value` each, in their order. */
export function readUnit(name: string): Readonly<Record<string, readonly string[]>> {
  const sections: Record<string, string[]> = {};
  let current = '';
  for (const line of readOps(`systemd/${name}`).split('\n')) {
    const section = /^\[(\w+)\]$/.exec(line)?.[1];
    if (section) {
      current = section;
      sections[section] = [];
    } else if (line !== '' && !line.startsWith('#')) {
      sections[current]?.push(line);
    }
  }
  return sections;
}

export const UNITS = readdirSync(path.join(OPS, 'systemd')).filter((name) => name.endsWith('.service'));

/** What a unit says more than once, such as every `Environment=`. */
export const valuesOf = (lines: readonly string[] | undefined, name: string): string[] =>
  (lines ?? []).filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));

export type Service = {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly [other: string]: unknown;
};
export type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

/** Throws for what is no YAML. Anchors and merges are resolved. */
export const readCompose = (): Compose => parse(readOps('compose.yaml'), { merge: true, strict: true }) as Compose;

/** `NAME=value` lines. */
export const readVariables = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name as string, value as string]));
