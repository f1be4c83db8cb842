import { type Command, InvalidArgumentError } from 'commander';
import { answersJson } from '../face/answer.ts';
import { withExamples } from '../face/examples.ts';
import { PublishedShape, type PublishOptions, publishGoods } from './publish-goods.ts';

const LONGEST_WAIT_SECONDS = 3_600;

/** For virtual payment (小程序虚拟支付), which sells goods that WeChat lists. */
export function registerPublish(catalog: Command): void {
  const command = withExamples(
    catalog.command('publish'),
    'catalog publish --dry-run',
    'catalog publish --image-url https://points.example.com/goods.png --wait 120',
  )
    .description(
      'put every package, at every price that it may be sold for, on sale at WeChat; doing it twice changes nothing',
    )
    .option('--dry-run', 'show what would be published, and call nobody')
    .option('--image-url <url>', 'the picture of the goods, JPEG or PNG; WECHAT_XPAY_GOODS_IMAGE_URL by default')
    .option(
      '--wait <seconds>',
      'how long WeChat may take for one product; the rest is left to the next run',
      readSeconds,
      60,
    );
  const tell = answersJson(command, PublishedShape);
  command.action((options: PublishOptions) => publishGoods(options, tell));
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds <= LONGEST_WAIT_SECONDS) return seconds;
  throw new InvalidArgumentError(`expected 0 to ${LONGEST_WAIT_SECONDS} seconds`);
}
