import { readFileSync } from 'node:fs';
import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

const SUFFIX = '_FILE';

/** Secrets may be files, as container platforms mount them: `WECHAT_APP_SECRET_FILE=/run/secrets/app`. Empty is unset. */
export function readSecretFiles(given: Environment): { env: Record<string, string>; errors: string[] } {
  const set = Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const env = Object.fromEntries(set);
  const errors: string[] = [];
  for (const [fileName, path] of set) {
    if (
      !fileName.endsWith(SUFFIX) ||
      !/^(WECHAT_|DATABASE_URL|REDIS_URL|SEAHORSE_SECRET_|OPERATIONS_TOKEN_)/.test(fileName)
    )
      continue;
    const name = fileName.slice(0, -SUFFIX.length);
    if (env[name] !== undefined) errors.push(`${name}: set it or ${fileName}, not both`);
    try {
      env[name] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      errors.push(`${fileName}: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  return { env, errors };
}

export const collectErrors = (error: z.ZodError | undefined): string[] =>
  (error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
