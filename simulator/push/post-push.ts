import type { PushRequest } from './build-request.ts';

export type PushAnswer = {
  readonly httpStatus: number | null;
  readonly reply: string;
  readonly error: string | null;
  /** The message that the reply is to a follower; left out where it is none. */
  readonly text?: string | null;
};

const describe = (failure: unknown): string => {
  const { name, message, cause } = failure as Error;
  return cause instanceof Error ? `${name}: ${cause.message}` : `${name}: ${message}`;
};

async function answerTo(url: string, init: RequestInit): Promise<PushAnswer> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual' });
    return { httpStatus: response.status, reply: await response.text(), error: null };
  } catch (failure) {
    return { httpStatus: null, reply: '', error: describe(failure) };
  }
}

const agent = { 'User-Agent': 'Mozilla/4.0', Accept: '*/*' };

/** Never throws: no answer in time is a result like any other. The body counts, so it has to come in time too. */
export const postPush = ({ url, contentType, body }: PushRequest, signal: AbortSignal): Promise<PushAnswer> =>
  answerTo(url, { method: 'POST', body, signal, headers: { ...agent, 'Content-Type': contentType } });

export const getEcho = (url: string, signal: AbortSignal): Promise<PushAnswer> =>
  answerTo(url, { headers: agent, signal });
