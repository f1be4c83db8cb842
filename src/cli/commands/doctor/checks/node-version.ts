import { type Check, fail, ok } from '../check.ts';

const OLDEST = [20, 19] as const;

export const nodeVersionOf = (version: string): Check => ({
  name: 'Node',
  look: () => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
    return isOld ? fail(`Node ${version}`, `install Node ${OLDEST.join('.')} or newer`) : ok(`Node ${version}`);
  },
});
