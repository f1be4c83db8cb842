import type { RequestListener, ServerResponse } from 'node:http';
import type { Gate } from './gate.ts';

/** The same application; each answer passes the gate before it leaves, and after it has left. */
export const answerThrough =
  (gate: Gate, app: RequestListener): RequestListener =>
  (req, res) => {
    const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse;
    res.once('finish', () => void gate.cross('http.answer', 'after'));
    res.end = (...args: unknown[]) => {
      void gate.cross('http.answer', 'before').then(() => end(...args));
      return res;
    };
    app(req, res);
  };
