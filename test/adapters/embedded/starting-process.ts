// Run as a process of its own: starts PostgreSQL, writes a row, and stays until its input ends.
import pg from 'pg';
import { startLocalPostgres } from '../../../src/adapters/embedded/start-local-postgres.ts';

const [dir = '', row = '0'] = process.argv.slice(2);
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

process.stdin.resume();
say({ starting: true });
const { stop, ...started } = await startLocalPostgres({ dir, onExit: (exited) => say({ exited }) });
const client = new pg.Client({ connectionString: started.url });
client.on('error', () => {});
await client.connect();
await client.query('create table if not exists written (row int)').catch(() => {});
await client.query('insert into written values ($1)', [Number(row)]);
await client.end();
say({ ...started, row: Number(row) });
process.stdin.once('end', async () => {
  await stop();
  process.exit(0);
});
