import { expect } from 'chai';
import type { ApiKey, SoldApi } from '../../miniprogram/app/api/types.ts';
import { lastMonths, monthRange } from '../../miniprogram/app/shared/months.ts';
import { filtersOf, NOTHING_CHOSEN, statementQuery } from '../../miniprogram/app/shared/statement-filters.ts';
import { STATEMENT_KINDS } from '../../miniprogram/app/shared/statement-view.ts';
import { ENTRY_KINDS } from '../../src/domain/ledger/entry.ts';

const NOW = new Date('2026-02-01T00:30:00+08:00');

describe('months', () => {
  it('are Beijing’s, the current one first', () => {
    expect(lastMonths(NOW, 3).map(({ text }) => text)).to.deep.equal(['2026年2月', '2026年1月', '2025年12月']);
  });

  it('end where the next one begins', () => {
    expect(monthRange('2025-12')).to.deep.equal({
      ...{ from: '2025-12-01T00:00:00+08:00', to: '2026-01-01T00:00:00+08:00' },
    });
  });
});

describe('the filters of the statement', () => {
  const data = {
    apis: [{ code: 'image.recognize', name: '图片识别' }] as SoldApi[],
    keys: [{ id: 'key_1', name: '生产', hint: '…abcd' }] as ApiKey[],
    now: NOW,
  };

  it('let everything through at first', () => {
    expect(filtersOf(NOTHING_CHOSEN, data).map(({ text, isOn }) => [text, isOn])).to.deep.equal([
      ...[
        ['全部类型', false],
        ['全部接口', false],
        ['全部Key', false],
        ['全部月份', false],
      ],
    ]);
    expect(statementQuery(NOTHING_CHOSEN)).to.deep.equal({ kind: undefined, api: undefined, key: undefined });
  });

  it('say what is chosen', () => {
    const chosen = { kind: 'consume', api: 'image.recognize', key: 'key_1', month: '2026-01' };
    expect(filtersOf(chosen, data).map(({ text }) => text)).to.deep.equal([
      ...['接口调用', '图片识别', '生产 …abcd', '2026年1月'],
    ]);
    expect(statementQuery(chosen)).to.deep.equal({
      ...{ kind: 'consume', api: 'image.recognize', key: 'key_1' },
      ...{ from: '2026-01-01T00:00:00+08:00', to: '2026-02-01T00:00:00+08:00' },
    });
  });

  it('know every kind of entry that the books have', () => {
    expect(STATEMENT_KINDS.map(({ value }) => value)).to.have.members(Object.keys(ENTRY_KINDS));
  });
});
