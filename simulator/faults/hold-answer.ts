import type { Response } from 'express';

/** Called with the whole body when an answer is complete; nothing of it has left yet. */
function onAnswer(response: Response, done: (body: Buffer, end: (lastPiece: Buffer) => void) => void): void {
  const end = response.end.bind(response) as (lastPiece: Buffer) => void;
  const replacement = (body?: string | Buffer): Response => {
    done(Buffer.from(body ?? ''), end);
    return response;
  };
  response.end = replacement as typeof response.end;
}

/** The request is carried out, and its answer never leaves. */
export const insteadOfAnswer = (response: Response, act: () => void): void => onAnswer(response, act);

const pieces = 4;
const betweenPiecesMs = 10;

/** Headers at once, the body `delayMs` later and in pieces. */
export function answerSlowly(response: Response, delayMs: number): void {
  onAnswer(response, (body, end) => {
    if (body.length === 0) return end(body);
    response.set('Content-Length', String(body.length));
    response.flushHeaders();
    const size = Math.ceil(body.length / pieces);
    for (let start = 0, atMs = delayMs; start < body.length; start += size, atMs += betweenPiecesMs) {
      const piece = body.subarray(start, start + size);
      const isLast = start + size >= body.length;
      setTimeout(() => (isLast ? end(piece) : response.write(piece)), atMs).unref();
    }
  });
}
