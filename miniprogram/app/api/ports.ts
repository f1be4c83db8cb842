// What the client needs of the phone. api/phone.ts gives it WeChat's; tests give it what they like.

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Sent = {
  readonly url: string;
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object | undefined;
  readonly timeoutMs: number;
};
export type Answer = { readonly status: number; readonly body: unknown };
/** Throws an OfflineError where nothing comes back. */
export type Send = (request: Sent) => Promise<Answer>;
export type SentFile = Omit<Sent, 'method' | 'body'> & { readonly filePath: string };

export type Storage = { read(key: string): string; write(key: string, value: string): void; remove(key: string): void };

export type Phone = {
  readonly send: Send;
  /** POST, as the one file of a form. */
  readonly upload: (file: SentFile) => Promise<Answer>;
  readonly storage: Storage;
  /** `android`, `ios`, …: decides what may be sold. */
  readonly platform: () => string;
  /** What the user will recognise this client by. */
  readonly device: () => string;
  readonly loginCode: () => Promise<string>;
};
