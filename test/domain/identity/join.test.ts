import { expect } from 'chai';
import { decideJoin } from '../../../src/domain/identity/join.ts';
import { newUser } from '../../../src/domain/identity/user.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const aUser = (id: string, madeAt = NOON) => newUser(id as UserId, madeAt);
const [older, younger] = [aUser('b'), aUser('a', msAfter(NOON, 1))];
const pristine = (user: typeof older) => ({ user, pristine: true });
const withHistory = (user: typeof older) => ({ user, pristine: false });

describe('two users of one person', () => {
  it('are joined into the one with a history, whichever is older', () => {
    const joined = { kind: 'join', from: older, into: younger };
    expect(decideJoin(withHistory(younger), pristine(older))).to.deep.equal(joined);
    expect(decideJoin(pristine(older), withHistory(younger))).to.deep.equal(joined);
  });

  it('are joined into the older one where neither has a history', () => {
    const joined = { kind: 'join', from: younger, into: older };
    expect(decideJoin(pristine(younger), pristine(older))).to.deep.equal(joined);
    expect(decideJoin(pristine(older), pristine(younger))).to.deep.equal(joined);
  });

  it('of the same instant are told apart by their ids', () => {
    const [one, other] = [aUser('a'), aUser('b')];
    const joined = { kind: 'join', from: other, into: one };
    expect(decideJoin(pristine(one), pristine(other))).to.deep.equal(joined);
    expect(decideJoin(pristine(other), pristine(one))).to.deep.equal(joined);
  });

  it('are left to an operator where both have a history', () => {
    expect(decideJoin(withHistory(older), withHistory(younger))).to.deep.equal({ kind: 'conflict' });
  });
});
