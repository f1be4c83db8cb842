import { expect } from 'chai';
import {
  claimTicket,
  confirmTicket,
  isLoginScene,
  loginScene,
  newTicket,
  refuseTicket,
  SCENE_RANDOM_BYTES,
  standingOf,
} from '../../../src/domain/identity/login-ticket.ts';
import type { LoginTicketId, UserId } from '../../../src/domain/shared/ids.ts';
import { aTicket } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';

const [ann, bob] = [newId<UserId>(), newId<UserId>()];
const END = msAfter(NOON, 5 * MINUTE);
const LAST = msAfter(END, -1);

describe('a login ticket', () => {
  const waiting = aTicket();
  const confirmed = confirmTicket(waiting, ann, NOON);
  const claimed = claimTicket(confirmed, NOON);
  const claimedTicket = claimed.kind === 'claimed' ? claimed.ticket : expect.fail(claimed.kind);

  it('lives for five minutes', () => {
    const asked = { id: newId<LoginTicketId>(), scene: 'login:x', device: null, askedFrom: 'here' };
    expect(newTicket(asked, NOON)).to.deep.equal({ ...asked, state: 'waiting', createdAt: NOON, expiresAt: END });
  });

  it('carries a scene that both kinds of codes take, and that is told from others', () => {
    const scene = loginScene(new Uint8Array(SCENE_RANDOM_BYTES).fill(255));
    expect(scene)
      .to.equal(`login:${'f'.repeat(26)}`)
      .and.to.have.length(32);
    expect(isLoginScene(scene)).to.equal(true);
    for (const other of ['', 'login:', `${scene}0`, ` ${scene}`, `${scene}\n`, scene.toUpperCase(), 'poster']) {
      expect(isLoginScene(other), other).to.equal(false);
    }
  });

  it('waits, until it is confirmed, and is then claimed once', () => {
    expect(claimTicket(waiting, LAST)).to.deep.equal({ kind: 'waiting' });
    expect(claimedTicket).to.deep.equal({ ...confirmed, state: 'claimed', claimedAt: NOON });
    expect(claimTicket(claimedTicket, NOON)).to.deep.equal({ kind: 'login_ticket_used' });
  });

  it('is good for nothing from its end on', () => {
    for (const ticket of [waiting, confirmed]) {
      expect(claimTicket(ticket, END)).to.deep.equal({ kind: 'login_ticket_expired' });
      expect(standingOf(ticket, ann, END)).to.equal('login_ticket_expired');
    }
    expect(standingOf(waiting, ann, LAST)).to.equal('waiting');
  });

  it('that is confirmed at the last moment can be claimed for a minute', () => {
    const late = confirmTicket(waiting, ann, LAST);
    expect(late.expiresAt).to.deep.equal(msAfter(LAST, MINUTE));
    expect(claimTicket(late, msAfter(LAST, MINUTE - 1)).kind).to.equal('claimed');
    expect(claimTicket(late, msAfter(LAST, MINUTE)).kind).to.equal('login_ticket_expired');
  });

  it('belongs to whoever confirms it first, and to nobody else', () => {
    expect(standingOf(confirmed, ann, NOON)).to.equal('confirmed');
    expect(standingOf(claimedTicket, ann, END)).to.equal('claimed');
    for (const ticket of [confirmed, claimedTicket]) {
      for (const now of [NOON, END]) expect(standingOf(ticket, bob, now)).to.equal('login_ticket_used');
    }
  });

  it('ends when it is refused, also after it was confirmed', () => {
    for (const ticket of [waiting, confirmed]) {
      const refused = refuseTicket(ticket, ann);
      expect(refused).to.have.keys([...Object.keys(waiting), 'userId']);
      expect(claimTicket(refused, NOON)).to.deep.equal({ kind: 'login_ticket_refused' });
      for (const user of [ann, bob]) expect(standingOf(refused, user, NOON)).to.equal('login_ticket_used');
    }
  });
});
