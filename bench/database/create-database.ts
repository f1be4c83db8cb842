import { withClient } from './with-client.ts';

/** Another database in the same server; answers its URL. */
export async function createDatabase(server: string, name: string): Promise<string> {
  await withClient(server, (client) => client.query(`create database ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
