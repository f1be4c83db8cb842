import type { CallSummary } from '../../api/types';
import { points } from '../../shared/points';
import { type Bar, type Measure, type UsageChart, usageChart } from '../../shared/usage-chart';

const MEASURES = [
  { value: 'calls', text: '调用次数' },
  { value: 'points', text: '消耗积分' },
];
const UNITS: Readonly<Record<Measure, string>> = { calls: '次', points: '积分' };

/** What was called by day, as bars of which a tap shows the figure, and by API. */
Component({
  properties: {
    summary: { type: Object, value: null as unknown as CallSummary },
  },
  data: {
    ...{ measures: MEASURES, measure: 'calls' as Measure, chart: { bars: [], apis: [] } as UsageChart },
    ...{ picked: '', pickedText: '', firstLabel: '', lastLabel: '' },
  },
  observers: {
    'summary, measure'(summary: CallSummary | null, measure: Measure) {
      if (!summary) return;
      const chart = usageChart(summary, measure);
      const [first, last] = [chart.bars[0], chart.bars[chart.bars.length - 1]];
      this.setData({ chart, firstLabel: first?.label ?? '', lastLabel: last?.label ?? '', picked: '', pickedText: '' });
    },
  },
  methods: {
    onMeasure({ detail: { value } }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ measure: value as Measure });
    },
    onBar({ currentTarget }: WechatMiniprogram.TouchEvent) {
      const bar = this.data.chart.bars[currentTarget.dataset['index'] as number] as Bar;
      this.setData({
        picked: bar.day,
        pickedText: `${bar.label} · ${points(bar.value)}${UNITS[this.data.measure]}`,
      });
    },
  },
});
