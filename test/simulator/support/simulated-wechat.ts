import { type Simulator, type SimulatorOptions, startSimulator } from '../../../simulator/start-simulator.ts';
import { giveKnownAccount } from '../../support/known-wechat-account.ts';
import { controlClient } from './control-client.ts';
import { type MerchantClient, merchantClient } from './merchant-client.ts';
import { newDataDir, removeDataDir } from './temporary-directories.ts';

export type SimulatedWechat = {
  readonly simulator: Simulator;
  readonly dataDir: string;
  readonly merchant: MerchantClient;
  readonly control: ReturnType<typeof controlClient>;
  restart(): Promise<void>;
};

type Options = Partial<Omit<SimulatorOptions, 'port' | 'dataDir'>>;

/** One simulator for the surrounding `describe`, in a directory of its own. */
export function useSimulatedWechat(options: Options = {}): SimulatedWechat {
  let simulator: Simulator;
  let dataDir: string;
  const start = async (): Promise<void> => {
    simulator = await startSimulator({ port: 0, dataDir, ...options });
  };
  before(async () => {
    dataDir = newDataDir();
    await giveKnownAccount(dataDir);
    await start();
  });
  after(async () => {
    await simulator.stop();
    removeDataDir(dataDir);
  });
  return {
    get simulator() {
      return simulator;
    },
    get dataDir() {
      return dataDir;
    },
    get merchant() {
      return merchantClient(simulator);
    },
    get control() {
      return controlClient(simulator.url);
    },
    async restart() {
      await simulator.stop();
      await start();
    },
  };
}
