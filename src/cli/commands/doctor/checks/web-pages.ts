import { readBuiltPages } from '../../../../adapters/http/web/built-pages.ts';
import { PAGES_FOLDER } from '../../../../adapters/http/web/pages.ts';
import { type Check, fail, ok } from '../check.ts';

export const webPagesIn = (folder = PAGES_FOLDER): Check => ({
  name: 'web pages',
  look: async () => {
    const built = await readBuiltPages(folder);
    return built
      ? ok(`${built.pages.size} built`)
      : fail('not built', 'run "npm run build:web", which needs the development packages');
  },
});
