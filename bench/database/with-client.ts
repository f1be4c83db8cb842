import pg from 'pg';

/** One connection for one piece of work. bigint comes as a number: the sums here stay far below 2⁵³. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser } as pg.CustomTypesConfig });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const getTypeParser = (oid: number, format?: 'text' | 'binary'): unknown =>
  oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC
    ? Number
    : pg.types.getTypeParser(oid, format as 'text');
