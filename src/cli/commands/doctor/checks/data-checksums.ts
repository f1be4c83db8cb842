import { type Check, ok, warn } from '../check.ts';

export const dataChecksums: Check = {
  name: 'data checksums',
  look: async (ground) =>
    (await ground.safety).dataChecksums
      ? ok('on')
      : warn(
          'off: a disk that turns bits is noticed late',
          'stop PostgreSQL and run "pg_checksums --enable", or initdb with them',
        ),
};
