import { priceParts } from '../../shared/money';

/** An amount of money; the sign and the fraction are smaller. */
Component({
  properties: {
    fen: { type: Number, value: 0 },
    /** `m` or `l` */
    size: { type: String, value: 'm' },
  },
  data: { whole: '0', fraction: '' },
  observers: {
    fen(fen: number) {
      this.setData(priceParts(fen));
    },
  },
});
