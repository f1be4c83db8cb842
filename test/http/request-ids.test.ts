import { expect } from 'chai';
import { Unavailable } from '../../src/domain/shared/faults.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the id of a request', () => {
  let fails = false;
  const chargeFails = () => ({
    chargeUsage: async () => {
      if (fails) throw new Unavailable('database');
      throw new Error('a fault that the test planted');
    },
  });
  const system = useTestSystem({ useCases: chargeFails });
  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const linesOf = (id: string) =>
    system()
      .logLines.map((line) => JSON.parse(line))
      .filter(({ req }) => req?.id === id);
  const charge = (headers: Record<string, string>) =>
    system().call('/internal/v1/usage', {
      token: 'ss_live_of_nobody',
      body: { api_key: 'sk_live_of_nobody', api: 'image.recognize' },
      headers: { 'Idempotency-Key': 'a-fault', ...headers },
    });

  it('is the caller’s, in the answer, in the problem and in the log', async () => {
    const { headers, json } = await system().call('/api/v1/me', { headers: { 'X-Request-Id': 'from-the-proxy-1' } });
    expect(headers.get('x-request-id')).to.equal('from-the-proxy-1');
    expect(json.instance).to.equal('urn:request:from-the-proxy-1');
    expect(linesOf('from-the-proxy-1')).to.have.length(1);
  });

  for (const wrong of ['short', 'with a blank in it', 'x'.repeat(129), '"quoted-it-is"']) {
    it(`is a new one where the caller's is ${JSON.stringify(wrong).slice(0, 30)}`, async () => {
      const { headers } = await system().call('/livez/nothing', { headers: { 'X-Request-Id': wrong } });
      expect(headers.get('x-request-id')).to.match(UUID);
    });
  }

  it('comes with the trace that the caller is in, where that is well-formed', async () => {
    const ask = (id: string, traceparent: string) =>
      system().call('/api/v1/packages', { headers: { 'X-Request-Id': id, traceparent } });
    await ask('traced-request', `00-${TRACE}-00f067aa0ba902b7-01`);
    expect(linesOf('traced-request')[0]).to.include({ trace_id: TRACE });
    for (const [nth, wrong] of ['', 'nonsense', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`].entries()) {
      await ask(`untraced-${nth}`, wrong);
      expect(linesOf(`untraced-${nth}`)[0]).not.to.have.property('trace_id');
    }
  });

  it('is in every line about a fault of the fast path', async () => {
    const { status } = await charge({
      'X-Request-Id': 'fault-on-fast-path',
      traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
    });
    expect(status).to.equal(500);
    const [line] = linesOf('fault-on-fast-path');
    expect(line).to.include({ msg: 'request failed', trace_id: TRACE });
    expect(line.req).to.include({ method: 'POST', path: '/internal/v1/usage' });
    fails = true;
    expect((await charge({ 'X-Request-Id': 'away-on-fast-path' })).status).to.equal(503);
    expect(linesOf('away-on-fast-path')[0]).to.include({ msg: 'unavailable' });
  });
});
