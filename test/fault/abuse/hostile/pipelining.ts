import { once } from 'node:events';
import { connect } from 'node:net';

/** So many questions in one go, on one connection; gives the statuses of the answers, in the order in which they came. */
export async function pipeline(port: number, request: string, times: number, withinMs: number): Promise<number[]> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  let text = '';
  const last = request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  socket.write(request.repeat(times - 1) + last);
  const late = setTimeout(() => socket.destroy(), withinMs);
  await closed;
  clearTimeout(late);
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
