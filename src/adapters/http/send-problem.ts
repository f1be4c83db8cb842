import type { Request, Response } from 'express';
import { type Language, PROBLEMS, type ProblemCode } from './problem-table.ts';
import { requestIdOf } from './request-id.ts';

/** Members beyond the standard ones, in snake_case. */
export type Extra = Readonly<Record<string, unknown>>;

/** Answers with an RFC 9457 problem; `code` is what clients branch on. */
export function sendProblem(req: Request, res: Response, code: ProblemCode, extra: Extra = {}): void {
  const [language, id] = [languageOf(res), requestIdOf(req)];
  const { status, [language]: texts } = PROBLEMS[code];
  res
    .status(status)
    .set('X-Request-Id', id)
    .set('X-Content-Type-Options', 'nosniff')
    .set('Content-Language', language === 'zh' ? 'zh-CN' : 'en')
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `/docs/errors#${code}`,
        title: texts.title,
        status,
        detail: texts.next,
        instance: `urn:request:${id}`,
        code,
        ...extra,
      }),
    );
}

/** Whoever uses the routers behind this reads that language. */
export const speak =
  (language: Language) =>
  (_req: Request, res: Response, next: () => void): void => {
    setLanguage(res, language);
    next();
  };

export function setLanguage(res: Response, language: Language): void {
  res.locals['language'] = language;
}

const languageOf = (res: Response): Language => (res.locals['language'] === 'zh' ? 'zh' : 'en');
