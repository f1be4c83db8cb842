import type { Load } from '../contender.ts';
import { answerParent } from '../processes/answer-parent.ts';
import { drive } from './drive.ts';
import { type ExchangeName, exchangeOf } from './exchanges.ts';
import { type Exchange, HttpLine } from './http-line.ts';
import type { Outcome } from './tally.ts';
import type { Calls } from './usage-calls.ts';

export type HttpOrder = {
  readonly port: number;
  readonly load: Load;
  readonly exchange: ExchangeName;
  readonly calls: Calls;
  readonly serviceToken: string;
};

/** A process of its own: what it costs is not counted as the server's. */
answerParent<HttpOrder, Outcome>({}, async ({ port, load, exchange, calls, serviceToken }) => {
  const lines = await openLines(port, load.connections, exchangeOf(exchange, calls, serviceToken));
  return drive(lines, load);
});

/** All of them before the clock starts. */
const openLines = (port: number, count: number, exchange: Exchange): Promise<HttpLine[]> =>
  Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<HttpLine>((resolve) => {
          const line: HttpLine = new HttpLine(port, exchange, () => resolve(line));
        }),
    ),
  );
