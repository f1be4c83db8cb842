import { expect } from 'chai';
import type { SoldApi } from '../../miniprogram/app/api/types.ts';
import { apiDocView, apiStatusView } from '../../miniprogram/app/shared/api-view.ts';
import { REFUSAL_CODES } from '../../miniprogram/app/shared/refusal-codes.ts';
import { usageCurl } from '../../miniprogram/app/shared/usage-curl.ts';
import { REFUSALS } from '../../src/adapters/http/internal/usage-schema.ts';

const NOW = '2026-01-15T04:00:00Z';
const API: SoldApi = {
  ...{ code: 'image.recognize', name: '图片识别', path: '/v1/images/recognize', status: 'normal', notice: '' },
  ...{ points_per_call: 5, price_version: 1, effective_from: NOW, next_price: null },
};

describe('文档中心', () => {
  it('explains every code that the server refuses with, and no other', () => {
    expect(REFUSAL_CODES.map(({ code }) => code)).to.have.members(Object.keys(REFUSALS));
  });

  it('says what a call costs, and will cost', () => {
    const next = { points_per_call: 6, price_version: 2, effective_from: '2026-02-01T00:00:00+08:00' };
    expect(apiDocView({ ...API, next_price: next })).to.include({
      ...{ pointsText: '5积分/次', nextText: '自2026-02-01 00:00起 6积分/次' },
    });
    expect(apiDocView(API).nextText).to.equal('');
  });

  it('gives a command without any secret', () => {
    expect(usageCurl('image.recognize')).to.include('/internal/v1/usage').and.to.include('"api":"image.recognize"');
    expect(usageCurl('image.recognize').match(/\$\w+/g)).to.deep.equal(['$SERVICE_TOKEN', '$REQUEST_ID', '$API_KEY']);
  });
});

describe('API服务状态', () => {
  it('says what is wrong, in the operator’s words where there are some', () => {
    expect(apiStatusView(API)).to.include({ statusText: '正常', tone: 'success', notice: '' });
    expect(apiStatusView({ ...API, status: 'maintenance' }).notice).to.equal('图片识别接口临时维护中');
    expect(apiStatusView({ ...API, status: 'degraded', notice: '排队中' })).to.include({
      ...{ statusText: '响应变慢', tone: 'warning', notice: '排队中' },
    });
  });
});
