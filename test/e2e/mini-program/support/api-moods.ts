import type { BrowserContext, Route } from 'playwright-core';

/** `held`: no answer comes until it heals. `broken`: every answer is a fault. */
export type ApiMood = 'held' | 'broken';

const FAULT = { code: 'database_unavailable', title: '服务暂时不可用', detail: '请稍后重试', status: 503 };

/** The API in a bad mood, for one phone. */
export class MoodyApi {
  readonly #held: Route[] = [];
  #mood: ApiMood | null = null;

  async begin(context: BrowserContext, mood: ApiMood): Promise<void> {
    this.#mood = mood;
    await context.route('**/api/v1/**', (route) => this.#answer(route));
  }

  async heal(): Promise<void> {
    this.#mood = null;
    for (const route of this.#held.splice(0)) await route.continue();
  }

  #answer(route: Route): Promise<void> {
    if (this.#mood === 'broken') {
      return route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(FAULT) });
    }
    if (this.#mood === null) return route.continue();
    this.#held.push(route);
    return Promise.resolve();
  }
}
