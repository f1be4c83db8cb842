import type { Request, Response } from 'express';
import type { z } from 'zod';
import { sendProblem } from './send-problem.ts';

/** The body as the schema wants it; null if it is not: the caller has been answered then. */
export const readBody = <T>(schema: z.ZodType<T>, req: Request, res: Response): T | null =>
  read(schema, req.body ?? {}, req, res);

/** The same of the query, whose parameters are texts. */
export const readQuery = <T>(schema: z.ZodType<T>, req: Request, res: Response): T | null =>
  read(schema, { ...req.query }, req, res);

function read<T>(schema: z.ZodType<T>, given: unknown, req: Request, res: Response): T | null {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  sendProblem(req, res, 'invalid_request', { errors: toErrors(parsed.error) });
  return null;
}

/** What is wrong, and where. */
export const toErrors = (error: z.ZodError) => error.issues.map(toError);

const toError = (issue: z.core.$ZodIssue) => ({ pointer: pointerTo(issue.path), detail: detailOf(issue) });

/** An unknown field is named to whoever has mistyped it; what could be no name may be a secret in the wrong place. */
const detailOf = (issue: z.core.$ZodIssue): string =>
  issue.code !== 'unrecognized_keys' || issue.keys.every((key) => /^[A-Za-z_]{1,24}$/.test(key))
    ? issue.message
    : 'there are fields that nobody knows';

/** RFC 6901. The body as a whole is the empty pointer; "/" would be a member without a name. */
const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
