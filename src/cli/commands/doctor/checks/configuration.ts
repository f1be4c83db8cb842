import { type Check, fail, ok } from '../check.ts';

export const configuration: Check = {
  name: 'configuration',
  look: ({ outcome }) =>
    outcome.kind === 'valid'
      ? ok(outcome.config.production ? 'for production' : 'not for production: NODE_ENV says otherwise')
      : fail(outcome.errors.join('; '), 'mend these variables; nothing starts before'),
};
