import { expect } from 'chai';
import type { LoginTicket, User } from '../../web/shared/api/types.ts';
import { deviceName } from '../../web/shared/sign-in/device-name.ts';
import { afterClaim, afterOpening } from '../../web/shared/sign-in/sign-in-state.ts';
import { DOWN, done, refused, UNREACHABLE } from './an-order.ts';

const ticket: LoginTicket = {
  ...{ id: 'lgn_1', browser_secret: 'hlb_1', qr: { kind: 'official_account', content: 'http://weixin.qq.com/q/1' } },
  ...{ expires_at: '2026-01-15T04:05:00.000Z', poll_after_ms: 2_000 },
};
const user: User = {
  ...{ id: 'usr_1', nickname: '小海马', avatar_url: null, notifications: true },
  ...{ status: 'active', created_at: '2026-01-15T04:00:00.000Z' },
};

describe('signing in by a scan', () => {
  it('shows the code, or why there is none', () => {
    expect(afterOpening(done(ticket))).to.deep.equal({ kind: 'scanning', ticket });
    expect(afterOpening(UNREACHABLE)).to.deep.equal({ kind: 'trouble' });
    expect(afterOpening(DOWN)).to.deep.equal({ kind: 'trouble' });
  });

  it('says how long to wait where too many codes were asked for', () => {
    const { problem } = refused('too_many_login_tickets', 429);
    const told = { kind: 'refused', problem: { ...problem, retryAfterMs: 30_000 } } as const;
    expect(afterOpening(told)).to.deep.equal({ kind: 'too_many', retryAfterMs: 30_000 });
    expect(afterOpening({ kind: 'refused', problem })).to.deep.equal({ kind: 'too_many', retryAfterMs: 60_000 });
  });

  it('waits, also while nobody answers: the code is as good as before', () => {
    for (const outcome of [done({ status: 'waiting', poll_after_ms: 2_000 } as const), UNREACHABLE, DOWN]) {
      expect(afterClaim(outcome, ticket)).to.deep.equal({ kind: 'scanning', ticket });
    }
  });

  it('ends with the session and the name of whoever has scanned', () => {
    const claim = { status: 'signed_in', token: 'hss_1', expires_at: '2026-02-14T04:00:00.000Z', user } as const;
    expect(afterClaim(done(claim), ticket)).to.deep.equal({ kind: 'signed_in', token: 'hss_1', name: '小海马' });
  });

  for (const [code, kind] of [
    ['login_ticket_expired', 'expired'],
    ['unknown_login_ticket', 'expired'],
    ['login_ticket_refused', 'refused'],
    ['login_ticket_used', 'used'],
  ] as const) {
    it(`ends as ${kind} with ${code}`, () => {
      expect(afterClaim(refused(code, 410), ticket)).to.deep.equal({ kind });
    });
  }
});

describe('what a browser is called on the phone', () => {
  const named: readonly (readonly [string, string])[] = [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
      'Chrome · Windows',
    ],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge · Windows'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
      'Safari · macOS',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1.15 MicroMessenger/8.0 Safari/605.1.15',
      'WeChat · iPhone',
    ],
    ['curl/8.0', 'Web'],
  ];
  for (const [userAgent, name] of named) {
    it(name, () => {
      expect(deviceName(userAgent)).to.equal(name);
    });
  }
});
