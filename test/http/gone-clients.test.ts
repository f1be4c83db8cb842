import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { eventually } from '../support/http/eventually.ts';
import { useTestSystem } from '../support/http/test-system.ts';

/** Each reads its body in its own way. */
const PATHS = ['/internal/v1/usage', '/internal/v1/usage/batch', '/api/v1/session', '/api/webhook/wechat'];

describe('a client that goes away in the middle of its request', () => {
  const system = useTestSystem();

  for (const path of PATHS) {
    it(`of ${path} is no fault of ours`, async () => {
      const { url, logLines } = system();
      const before = logLines.length;
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      await once(socket, 'connect');
      const head = [`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', 'Content-Length: 99'];
      socket.write(`${head.join('\r\n')}\r\n\r\n{"api_key"`);
      socket.destroySoon();
      await eventually(async () => expect(logLines.slice(before).join('\n')).to.include(path));
      const levels = logLines.slice(before).map((line) => JSON.parse(line).level as number | string);
      expect(
        levels.filter((level) => level === 50 || level === 'error'),
        logLines.slice(before).join('\n'),
      ).to.deep.equal([]);
    });
  }
});
