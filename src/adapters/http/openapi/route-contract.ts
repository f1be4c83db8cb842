import type { z } from 'zod';
import type { Operation } from '../../../domain/keyvault/service.ts';
import type { ProblemCode } from '../problem-table.ts';
import type { Tag } from './tags.ts';

/** How a repetition of a request is told from a second one. */
export type Repetition =
  /** By `Idempotency-Key`, which is mandatory. */
  | 'key'
  /** By what the path names: the second time gives the first answer. */
  | 'path'
  /** By what the body names, of which there is one. */
  | 'body'
  /** Nothing changes, so that it does not matter. */
  | 'none';

/** What a route of the internal API promises: the handlers parse with these schemas, and the document is made of them. */
export type RouteContract = {
  readonly method: 'get' | 'post';
  /** With parameters as `{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description: string;
  /** What the service has to be allowed to do. */
  readonly operation: Operation;
  readonly repetition: Repetition;
  readonly params?: Readonly<Record<string, { readonly schema: z.ZodType; readonly description: string }>>;
  readonly query?: Readonly<
    Record<string, { readonly schema: z.ZodType; readonly description: string; readonly example: string }>
  >;
  readonly body?: { readonly schema: z.ZodType; readonly example: object };
  readonly answer: {
    readonly status: 200 | 201;
    readonly schema: z.ZodType;
    readonly examples: Readonly<Record<string, object>>;
  };
  /** Beyond those that every route may answer. */
  readonly problems: readonly ProblemCode[];
};
