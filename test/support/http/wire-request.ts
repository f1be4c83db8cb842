/** A request that is still in its parts, so that each can be spoilt by itself. */
export type WireRequest = {
  readonly method: string;
  readonly path: string;
  /** Names and values as they are sent: nothing is encoded on the way. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
  /** Null: none. */
  readonly body: Buffer | null;
};

/** One character is one byte in the head, as on the wire. */
export function toBytes({ method, path, query, headers, body }: WireRequest): Buffer {
  const search = query.map(([name, value]) => `${name}=${value}`).join('&');
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [
    `${method} ${path}${search === '' ? '' : `?${search}`} HTTP/1.1`,
    ...(names.has('host') ? [] : ['Host: 127.0.0.1']),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === null || names.has('transfer-encoding') ? [] : [`Content-Length: ${body.length}`]),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body ?? Buffer.alloc(0)]);
}

export const withHeader = (request: WireRequest, name: string, value: string): WireRequest => ({
  ...request,
  headers: [...request.headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase()), [name, value]],
});
export const withoutHeader = (request: WireRequest, name: string): WireRequest => ({
  ...request,
  headers: request.headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase()),
});
export const alsoHeader = (request: WireRequest, name: string, value: string): WireRequest => ({
  ...request,
  headers: [...request.headers, [name, value]],
});
