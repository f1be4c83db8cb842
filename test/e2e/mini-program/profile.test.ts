import { expect } from 'chai';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('个人中心', () => {
  const app = useMiniProgram();
  it('账户信息头图', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person, 'points-300');
    const screen = await app().open({ person, page: '/pages/profile/profile' });
    await screen.sees('编辑资料');
    await screen.shoot('profile');
    expect(1).to.equal(1);
  });
}).timeout(60_000);
