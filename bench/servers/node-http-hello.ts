import { createServer } from 'node:http';
import { servePort } from '../processes/serve-port.ts';

/** The least that Node itself can do. */
const server = createServer((_req, res) => {
  res.setHeader('Content-Type', 'text/plain');
  res.end('hello world');
});
await servePort(server);
