import type { Locator } from 'playwright-core';
import type { Screen } from './screen.ts';

/** Taps a button of the question that is asked: 确定, 取消, or what it is called there. */
export async function answer(screen: Screen, button: string): Promise<void> {
  await screen.page.locator('.shell-dialog').getByRole('button', { name: button, exact: true }).tap();
}

/** What is asked. */
export const question = (screen: Screen): Locator => screen.page.locator('.shell-dialog');

/** Types in the place of what stands in the field of a question. */
export async function reply(screen: Screen, text: string): Promise<void> {
  await screen.page.locator('.shell-dialog input').fill(text);
  await answer(screen, '确定');
}

/** One of the list that has come from below. */
export async function pick(screen: Screen, text: string | RegExp): Promise<void> {
  await screen.page.locator('.shell-sheet').getByRole('button', { name: text }).tap();
}

/** Types in the place of what stands in the field. */
export async function type(screen: Screen, testId: string, text: string): Promise<void> {
  await screen.at(testId).locator('input, textarea').fill(text);
}

/** Waits for what WeChat shows for a moment. */
export async function told(screen: Screen, text: string): Promise<void> {
  await screen.page.locator('.shell-toast').getByText(text).waitFor();
}

/** The texts of all that have this `data-testid`, once there are so many. */
export async function textsOf(screen: Screen, testId: string, count: number): Promise<string[]> {
  await screen
    .at(testId)
    .nth(count - 1)
    .waitFor();
  return screen.at(testId).allInnerTexts();
}

/** Answers of these addresses wait until they are released. */
export async function hold(screen: Screen, address: string): Promise<() => void> {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await screen.page.route(address, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
