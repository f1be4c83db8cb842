import { ExpectedFailure } from './expected-failure.ts';

type ListenError = { readonly code?: string; readonly port?: number };

/** For `catch`: names the variable that chooses the port. */
export const explainTakenPort =
  (variable: string) =>
  (error: unknown): never => {
    const { code, port } = error as ListenError;
    if (code === 'EADDRINUSE')
      throw new ExpectedFailure(`port ${port} is taken; set ${variable} to another one, or to 0`);
    if (code === 'EACCES') throw new ExpectedFailure(`port ${port} may not be used; set ${variable} above 1023`);
    throw error;
  };
