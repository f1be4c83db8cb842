import { ExpectedFailure } from './expected-failure.ts';

type ListenError = { readonly name?: string; readonly code?: string; readonly port?: number };

/** For `catch`: says which setting to change. `variable` is the one that chooses the port. */
export const explainStartFailure =
  (variable: string) =>
  (error: unknown): never => {
    const { name, code, port } = error as ListenError;
    if (code === 'EADDRINUSE')
      throw new ExpectedFailure(`port ${port} is taken; set ${variable} to another one, or to 0`);
    if (code === 'EACCES') throw new ExpectedFailure(`port ${port} may not be used; set ${variable} above 1023`);
    if (code === 'EADDRNOTAVAIL') throw new ExpectedFailure('HOST is not an address of this machine');
    if (name === 'DirectoryTaken') {
      throw new ExpectedFailure('another process runs on this data folder; stop it, or set SEAHORSE_DATA_DIR');
    }
    throw error;
  };
