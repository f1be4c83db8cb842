import { expect } from 'chai';
import type { RefusedCalls, StatementLine } from '../../miniprogram/app/api/types.ts';
import { newestCall } from '../../miniprogram/app/shared/newest-call.ts';

const served = (at: string): StatementLine => ({
  ...{ seq: 7, kind: 'consume', title: '图片识别', points: -5, balance_after: 595, at },
  reason: {
    ...{ kind: 'call', api: 'image.recognize', api_name: '图片识别', quantity: 1, key_id: 'key_1', key_name: 'test' },
  },
});
const refused = (at: string): RefusedCalls => ({
  ...{ api: 'text.moderate', api_name: null, key_id: 'key_1', key_name: 'test', code: 'key_disabled' },
  ...{ reason: 'Key 已禁用', calls: 3, first_at: at, last_at: at },
});

describe('the newest call', () => {
  it('is none where there was none', () => expect(newestCall(undefined, undefined)).to.equal(undefined));

  it('is the one that was served, if it is newer', () => {
    expect(newestCall(served('2026-01-15T04:01:00Z'), refused('2026-01-15T04:00:00Z'))).to.deep.equal({
      ...{ text: '成功', tone: 'success', apiText: '图片识别', timeText: '2026-01-15 12:01', note: '' },
    });
  });

  it('is the one that was refused, with its reason, if it is newer or the only one', () => {
    const failure = {
      ...{ text: '失败', tone: 'danger', apiText: 'text.moderate', timeText: '2026-01-15 12:02', note: 'Key 已禁用' },
    };
    expect(newestCall(served('2026-01-15T04:01:00Z'), refused('2026-01-15T04:02:00Z'))).to.deep.equal(failure);
    expect(newestCall(undefined, refused('2026-01-15T04:02:00Z'))).to.deep.equal(failure);
  });
});
