import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { useMiniProgram } from './support/use-mini-program.ts';

const { pages } = JSON.parse(readFileSync('miniprogram/app/app.json', 'utf8')) as { pages: string[] };
const LARGE_LETTERS_PX = 23;

describe('every page', () => {
  const app = useMiniProgram();

  for (const route of pages) {
    it(`${route} opens by its address, has a title, and stays within the phone with large letters`, async () => {
      const person = await app().system.actors.aPerson();
      const screen = await app().open({ person, page: `/${route}`, fontSize: LARGE_LETTERS_PX });
      // A page that is about something is opened without it here, and says so.
      screen.expects(/status of 4\d\d/);
      await screen.isOn(route);
      await screen.at('state-loading').waitFor({ state: 'detached' });
      expect(await screen.page.locator('.shell-title').textContent()).to.not.equal('');
      expect(await screen.overflow()).to.equal(0);
    });
  }
}).timeout(60_000);
