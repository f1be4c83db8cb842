import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { writeOffAccount } from '../../../src/application/ledger/expire-lots.ts';
import { rehearse } from '../../../src/application/ledger/rehearse.ts';
import { accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { aGrant, aNewLot } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';

describe('a rehearsal', () => {
  const open = async () => {
    const uow = new MemoryUnitOfWork(NOON);
    const account = accountOf(newId<UserId>());
    const lots = [aNewLot({ expiresAt: msAfter(NOON, MINUTE) }), aNewLot({ expiresAt: msAfter(NOON, 2 * MINUTE) })];
    for (const lot of lots) await uow.run(({ ledger }) => ledger.grant(aGrant(account, { lots: [lot] })));
    uow.now = msAfter(NOON, DAY);
    return { uow, account, entries: () => uow.run(({ ledger }) => ledger.listEntries(account)) };
  };
  const tools = { ids: uuidV7Source, secrets: nodeSecrets };

  it('tells exactly the lines that the deed then writes, and leaves nothing behind', async () => {
    const { uow, account, entries } = await open();
    const before = await entries();
    const foreseen = await rehearse({ uow, ...tools }, (inside) => writeOffAccount({ uow: inside, ...tools })(account));
    expect(await entries()).to.deep.equal(before);
    expect(await writeOffAccount({ uow, ...tools })(account)).to.deep.equal(foreseen.outcome);
    const told = ({ causeId: _, hash: __, ...line }: (typeof before)[number]) => line;
    const written = (await entries()).slice(before.length);
    expect(written).to.have.length(2);
    expect(foreseen.entries.map(told)).to.deep.equal(written.map(told));
  });

  it('passes on what goes wrong, and leaves nothing behind then either', async () => {
    const { uow, account, entries } = await open();
    const failing = rehearse({ uow, ...tools }, async (inside) => {
      await writeOffAccount({ uow: inside, ...tools })(account);
      throw new Error('stuck');
    });
    expect((await rejectionOf(failing)).message).to.equal('stuck');
    expect(await entries()).to.have.length(2);
  });

  it('refuses what writes lines that it could not tell', async () => {
    const { uow, account, entries } = await open();
    const granting = rehearse({ uow, ...tools }, (inside) => inside.run(({ ledger }) => ledger.grant(aGrant(account))));
    expect((await rejectionOf(granting)).message).to.match(/ledger\.grant cannot be rehearsed/);
    expect(await entries()).to.have.length(2);
  });
});
