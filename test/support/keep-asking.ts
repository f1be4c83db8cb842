import { Agent, request } from 'node:http';

export type Answer = { readonly status: number; readonly body: string; readonly isLast: boolean };

/** One request on the agent's connection; rejects when the answer is cut off. */
export function ask(
  url: string,
  { agent, headers, body }: { agent: Agent; headers: Record<string, string>; body: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request(url, { agent, headers, method: 'POST' }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk: string) => {
        text += chunk;
      });
      res.on('error', reject);
      res.on('close', () => {
        if (!res.complete) return reject(new Error(`cut off after ${text.length} characters`));
        resolve({ status: res.statusCode ?? 0, body: text, isLast: res.headers.connection === 'close' });
      });
    });
    req.on('error', reject);
    req.end(body);
  });
}

/** A client that keeps its connection for request after request, until it is told that an answer was the last one. */
export async function keepAsking(
  url: string,
  next: () => { headers: Record<string, string>; body: string },
): Promise<{ readonly answers: readonly Answer[]; readonly error: Error | null }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answers: Answer[] = [];
  try {
    for (;;) {
      const answer = await ask(url, { agent, ...next() });
      answers.push(answer);
      if (answer.isLast) return { answers, error: null };
    }
  } catch (error) {
    return { answers, error: error as Error };
  } finally {
    agent.destroy();
  }
}
