import { parseArgs } from 'node:util';
import pino from 'pino';
import { startSimulator } from './start-simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4200' },
    'data-dir': { type: 'string', default: '.data/simulator' },
  },
});

const logger = pino({ name: 'simulator' });
const simulator = await startSimulator({
  port: Number(values.port),
  dataDir: values['data-dir'],
  log: (line) => logger.info(line),
});
console.log(`WeChat simulator: ${simulator.url}`);
console.log(`Payer page:       ${simulator.url}/payer`);

const stop = (): void => {
  simulator.stop().then(
    () => process.exit(0),
    (fault: unknown) => {
      logger.error(fault);
      process.exit(1);
    },
  );
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
