import { BATCH } from '../guarantees/run-guarantees.ts';
import type { Results } from '../results.ts';
import { counted, type Figure } from './figure.ts';

/** What is paid for each guarantee, of the time that a call takes in a batch. */
export const guaranteeFigures = ({ guarantees }: Results): Figure[] =>
  guarantees === null
    ? []
    : [
        counted(`time of a call in a batch of ${BATCH}, one batch after the other`, guarantees.perCallUs, 'µs'),
        ...guarantees.costs.map(({ of, us }) => counted(`of which: ${of}`, us, 'µs')),
      ];
