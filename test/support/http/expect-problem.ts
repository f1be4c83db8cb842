import { expect } from 'chai';
import { PROBLEMS, type ProblemCode } from '../../../src/adapters/http/problem-table.ts';
import type { Answer } from './api-client.ts';

type Language = 'en' | 'zh';
const CHINESE = /\p{Script=Han}/u;

/** The whole contract of a refusal, but for members of its own, which `extra` names. */
export function expectProblem(
  answer: Answer,
  [status, code, language]: readonly [number, ProblemCode, Language],
  extra: readonly string[] = [],
): void {
  expect(answer.status, answer.text).to.equal(status);
  expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json\b/);
  expect(answer.headers.get('content-language')).to.equal(language === 'zh' ? 'zh-CN' : 'en');
  const problem = answer.json;
  expect(Object.keys(problem)).to.have.members([...STANDARD, ...extra]);
  expect(problem).to.include({ status, code, type: `/docs/errors#${code}` });
  expect(problem.title).to.equal(PROBLEMS[code][language].title);
  expect(problem.detail).to.equal(PROBLEMS[code][language].next);
  expect(CHINESE.test(problem.title) && CHINESE.test(problem.detail), 'in Chinese').to.equal(language === 'zh');
  expect(problem.instance).to.equal(`urn:request:${answer.headers.get('x-request-id')}`);
}

const STANDARD = ['type', 'title', 'status', 'detail', 'instance', 'code'];
