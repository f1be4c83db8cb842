import type { Simulator } from '../../../simulator/start-simulator.ts';
import { explainStartFailure } from './explain-start-failure.ts';

/** For `catch`: where a server on this data folder has the simulator, a command beside it talks to the same one. */
export const joinSimulator =
  (dataDir: string, port: number) =>
  async (error: unknown): Promise<Simulator> => {
    const isTaken = (error as { readonly name?: string }).name === 'DirectoryTaken';
    // Port 0 is any port: which one, only the server knows.
    if (!isTaken || port === 0) return explainStartFailure('SIMULATOR_PORT')(error);
    const { loadCredentials } = await import('../../../simulator/credentials/load-credentials.ts');
    const { merchant } = await loadCredentials(dataDir);
    return { url: `http://127.0.0.1:${port}`, credentials: merchant, stop: async () => {} };
  };
