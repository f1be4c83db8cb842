import { expect } from 'chai';
import { templateOf } from '../../src/adapters/http/measure-requests.ts';
import { RequestDurations } from '../../src/adapters/metrics/request-durations.ts';

describe('the durations of requests', () => {
  const NAME = 'seahorse_http_request_duration_seconds';
  const noted = (answers: readonly (readonly [status: number, seconds: number])[]) => {
    const durations = new RequestDurations();
    const note = durations.route('GET', '/here');
    for (const [status, seconds] of answers) note(status, seconds);
    return durations.samples(NAME);
  };
  const bucket = (samples: ReturnType<typeof noted>, le: number | string, status = '2xx') =>
    samples.find(({ labels }) => labels['le'] === le && labels['status'] === status)?.value;

  it('are counted in every bucket that they fit into', () => {
    const samples = noted([
      [200, 0.005],
      [204, 0.006],
      [200, 60],
    ]);
    expect([0.005, 0.01, 10, '+Inf'].map((le) => bucket(samples, le))).to.deep.equal([1, 2, 2, 3]);
    const [sum, count] = ['_sum', '_count'].map((end) => samples.find(({ metricName }) => metricName === NAME + end));
    expect(count?.value).to.equal(3);
    expect(sum?.value).to.be.closeTo(60.011, 1e-9);
  });

  it('are told apart by the class of the answer; a caller who has gone got none', () => {
    const samples = noted([
      [200, 1],
      [404, 1],
      [500, 1],
      [0, 1],
    ]);
    expect(['2xx', '4xx', '5xx', 'other'].map((status) => bucket(samples, '+Inf', status))).to.deep.equal([1, 1, 1, 1]);
    expect(bucket(samples, '+Inf', '3xx')).to.equal(undefined);
  });
});

describe('the template of a request', () => {
  const cases: readonly (readonly [originalUrl: string, route: string | undefined, template: string])[] = [
    ['/api/v1/orders/ord_0192?x=1', '/orders/:id', '/api/v1/orders/:id'],
    ['/internal/v1/usage', '/internal/v1/usage', '/internal/v1/usage'],
    ['/internal/v1/usage', '/usage', '/internal/v1/usage'],
    ['/api/webhook/wechat', '/', '/api/webhook/wechat'],
    ['/livez', '/livez', '/livez'],
    ['/pricing?from=x', '/pricing', '/pricing'],
    ['/docsomething', undefined, 'none'],
    ['/api/v1/nothing/here', undefined, 'none'],
  ];
  for (const [originalUrl, path, template] of cases) {
    it(`of ${originalUrl} is ${template}`, () => {
      expect(templateOf({ originalUrl, route: path === undefined ? undefined : { path } })).to.equal(template);
    });
  }
});
