import pg from 'pg';

export type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly PlanNode[];
};

/** A connection that tells the plan of every statement, those inside of functions included. */
export class PlanTeller {
  readonly #client: pg.Client;
  #plans: PlanNode[] = [];

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async connect(url: string): Promise<PlanTeller> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const teller = new PlanTeller(client);
    client.on('notice', ({ message }) => {
      const json = message?.slice(message.indexOf('{'));
      if (json?.startsWith('{')) teller.#plans.push(JSON.parse(json).Plan);
    });
    await client.query(`
      load 'auto_explain';
      set auto_explain.log_min_duration = 0;
      set auto_explain.log_nested_statements = on;
      set auto_explain.log_analyze = on;
      set auto_explain.log_timing = off;
      set auto_explain.log_format = json;
      set client_min_messages = log`);
    return teller;
  }

  end(): Promise<void> {
    return this.#client.end();
  }

  /** All nodes of all statements that this query runs. */
  async nodesOf(statement: pg.QueryArrayConfig): Promise<PlanNode[]> {
    this.#plans = [];
    await this.#client.query(statement);
    return this.#plans.flatMap(withInner);
  }

  /** Pages that this query looks at, in all its statements. */
  async pagesOf({ text, values = [] }: pg.QueryArrayConfig): Promise<number> {
    const { rows } = await this.#client.query({ text: `explain (analyze, buffers, format json) ${text}`, values });
    const { Plan: plan } = rows[0]['QUERY PLAN'][0];
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  }

  query<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.#client.query<T>(text, values).then(({ rows }) => rows);
  }

  run(statement: pg.QueryArrayConfig): Promise<string[][]> {
    return this.#client.query<string[]>(statement).then(({ rows }) => rows);
  }
}

const withInner = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(withInner)];

/** Rows that a plan has in its hands, those that it throws away included. */
export const workOf = (nodes: readonly PlanNode[]): number =>
  nodes.reduce((sum, node) => {
    const perLoop =
      (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Join Filter'] ?? 0);
    return sum + perLoop * (node['Actual Loops'] ?? 1);
  }, 0);

const LARGE = new Set(['entries', 'accounts', 'lots', 'api_keys', 'key_meters']);

/** What grows with the number of customers or calls must be looked up, never read through. */
export const readThrough = (nodes: readonly PlanNode[]): string[] =>
  nodes
    .filter((node) => LARGE.has(node['Relation Name'] ?? ''))
    .filter((node) => node['Node Type'] === 'Seq Scan' || (/Index/.test(node['Node Type']) && !node['Index Cond']))
    .map((node) => `${node['Node Type']} on ${node['Relation Name']}`);
