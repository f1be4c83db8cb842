/** The headers of a signed request, for every route: optional for services that need not sign. */
export const SIGNATURE_PARAMETERS = {
  'Seahorse-Timestamp': {
    ...{ name: 'Seahorse-Timestamp', in: 'header', required: false },
    description: 'Of a signed request: Unix seconds, at most 300 from the clock of the server.',
    schema: { type: 'string', pattern: '^\\d{1,12}$' },
  },
  'Seahorse-Key-Id': {
    ...{ name: 'Seahorse-Key-Id', in: 'header', required: false },
    description: 'Of a signed request: the id of the secret, as `seahorse services secret <name>` gave it.',
    schema: { type: 'string', pattern: '^sgn_[0-9a-f]{32}$' },
  },
  'Seahorse-Signature': {
    ...{ name: 'Seahorse-Signature', in: 'header', required: false },
    description:
      'HMAC-SHA256 under the secret of six lines joined by `\\n`: `v1`, the timestamp, the method in capitals, the path with the query, the Idempotency-Key or nothing, and the hexadecimal SHA-256 of the bytes of the body. One that is sent has to be right.',
    schema: { type: 'string', pattern: '^v1=[0-9a-f]{64}$' },
  },
} as const;

export const SIGNATURE_REFERENCES = Object.keys(SIGNATURE_PARAMETERS).map((name) => ({
  $ref: `#/components/parameters/${name}`,
}));
