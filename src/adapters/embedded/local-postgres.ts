/** A private PostgreSQL for a machine that has none: reached by a Unix socket only, never as root. */
export type LocalPostgres = {
  readonly url: string;
  /** As the server says it, such as `18.4`. */
  readonly version: string;
  /** True when another process had started the server. It also decides when the server ends. */
  readonly adopted: boolean;
  readonly dataDir: string;
  /** Stops the server if we started it. */
  stop(): Promise<void>;
};

export type LocalPostgresOptions = {
  readonly dir: string;
  /** Used when root runs us from a place that PostgreSQL's own user cannot enter, such as /root. */
  readonly fallbackDir?: string;
  readonly database?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Beside the little that the server is given; nothing of ours is handed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly prefer?: 'bundled' | 'system';
  /** The folder of the programs to run; found by themselves if left out. */
  readonly bin?: string;
  /** The server has gone although nobody called `stop`. */
  readonly onExit?: (detail: string) => void;
};
