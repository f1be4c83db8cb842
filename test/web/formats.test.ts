import { expect } from 'chai';
import { qrModules, qrPath } from '../../web/shared/components/qr-modules.ts';
import { countdown, lastDay } from '../../web/shared/format/dates.ts';
import { unitPrice } from '../../web/shared/format/unit-price.ts';
import { retryDelayMs } from '../../web/shared/retry-delay.ts';
import { noteServerTime, serverNow } from '../../web/shared/server-clock.ts';
import { packageDescription, packageName } from '../../web/shared/texts/package-names.ts';
import { anOrder } from './an-order.ts';

describe('the last day of points', () => {
  it('is the one before midnight in Beijing, in both languages', () => {
    const midnight = '2027-01-15T16:00:00.000Z';
    expect([lastDay(midnight, 'zh'), lastDay(midnight, 'en')]).to.deep.equal(['2027年1月15日', '15 Jan 2027']);
    expect(lastDay('2027-12-31T16:00:00.001Z', 'en')).to.equal('1 Jan 2028');
  });
});

describe('the time that is left', () => {
  it('is that of a clock, and never below nothing', () => {
    expect([1_800_000, 1_799_001, 61_000, 1, 0, -5_000].map(countdown)).to.deep.equal([
      ...['30:00', '30:00', '01:01', '00:01', '00:00', '00:00'],
    ]);
  });
});

describe('the name of a package', () => {
  it('is English on an English page, and what the operator calls it where he has given none', () => {
    const named = anOrder();
    expect([packageName(named, 'zh'), packageName(named, 'en')]).to.deep.equal(['标准包', 'Standard pack']);
    expect(packageName({ ...named, package_name_en: null }, 'en')).to.equal('标准包');
    const described = { description: '30次', description_en: '30 calls' };
    expect([packageDescription(described, 'zh'), packageDescription(described, 'en')]).to.deep.equal([
      ...['30次', '30 calls'],
    ]);
    expect(packageDescription({ description: '', description_en: null }, 'en')).to.equal('');
  });
});

describe('what a point costs', () => {
  it('is told the way round that has a number above one', () => {
    expect(
      [2_900, 7_900, 19_900, 49_900].map((fen, index) => unitPrice(fen, [10, 30, 100, 300][index] ?? 0)?.text),
    ).to.deep.equal(['¥2.90', '¥2.63', '¥1.99', '¥1.66']);
    expect(unitPrice(5_000, 600)).to.deep.equal({ kind: 'points_per_yuan', text: '12' });
    expect(unitPrice(30_000, 4_200)).to.deep.equal({ kind: 'points_per_yuan', text: '14' });
    expect(unitPrice(30_000, 4_000)).to.deep.equal({ kind: 'points_per_yuan', text: '13.3' });
    expect(unitPrice(100, 1)).to.deep.equal({ kind: 'points_per_yuan', text: '1' });
    expect(unitPrice(101, 1)).to.deep.equal({ kind: 'yuan_per_point', text: '¥1.01' });
  });

  it('is not told of a gift', () => {
    expect([unitPrice(0, 10), unitPrice(10, 0)]).to.deep.equal([null, null]);
  });
});

describe('a QR code', () => {
  const modules = qrModules('weixin://wxpay/bizpayurl?pr=JyC91EIz1');

  it('has four squares of white around it', () => {
    const { size, isDark } = modules;
    const edge = [0, 1, 2, 3, size - 4, size - 1];
    for (let at = 0; at < size; at++)
      for (const side of edge) expect(isDark(at, side) || isDark(side, at)).to.equal(false);
    expect(isDark(4, 4)).to.equal(true);
  });

  it('is one path that covers each dark square once', () => {
    const covered = [...qrPath(modules).matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)].reduce(
      (sum, [, , , run]) => sum + Number(run),
      0,
    );
    let dark = 0;
    for (let y = 0; y < modules.size; y++) for (let x = 0; x < modules.size; x++) if (modules.isDark(x, y)) dark += 1;
    expect(covered).to.equal(dark);
  });
});

describe('waiting for the next try', () => {
  it('takes two seconds at first and ten in the end', () => {
    const all = [0, 1, 2, 3, 4, 5, 99].map(retryDelayMs);
    expect(all).to.deep.equal([...all].sort((a, b) => a - b));
    expect([all[0], all.at(-1)]).to.deep.equal([2_000, 10_000]);
  });
});

describe('the server’s clock', () => {
  afterEach(() => noteServerTime(new Date().toUTCString()));

  it('is ours, as long as they agree within seconds', () => {
    noteServerTime(new Date(Date.now() - 2_000).toUTCString());
    expect(serverNow()).to.be.closeTo(Date.now(), 50);
    noteServerTime(null);
    noteServerTime('yesterday');
    expect(serverNow()).to.be.closeTo(Date.now(), 50);
  });

  it('counts where ours is wrong', () => {
    noteServerTime(new Date(Date.now() + 3_600_000).toUTCString());
    expect(serverNow()).to.be.closeTo(Date.now() + 3_600_000, 1_100);
  });
});
