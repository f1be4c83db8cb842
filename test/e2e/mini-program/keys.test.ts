import { expect } from 'chai';
import { aCallerOf } from '../../support/http/callers.ts';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('API Key', () => {
  const app = useMiniProgram();

  const dialog = (screen: Screen, button: string) => screen.page.locator('.shell-dialog').getByText(button).tap();

  /** Somebody with these keys, at the list of them. */
  async function atKeys(...names: string[]) {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person);
    const keys = [];
    for (const name of names) keys.push(await actors.anApiKey(person, { name }));
    const screen = await app().open({ person, page: '/pages/keys/keys' });
    return { person, keys, screen };
  }
  const namesOn = (screen: Screen) => screen.page.locator('wx-page:visible [data-testid=key-card] .name');

  it('shows an empty list to a new user, and the way to the first key', async () => {
    const screen = await app().open({ page: '/pages/keys/keys' });
    await screen.sees('还没有 API Key');
    await screen.shoot('keys-empty');
    await screen.tap('new-key');
    await screen.at('new-key-dialog').waitFor();
    await screen.shoot('keys-dialog');
  });
});
