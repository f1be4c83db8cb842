import type { Check } from './check.ts';
import { addresses } from './checks/addresses.ts';
import { apiV3Key } from './checks/api-v3-key.ts';
import { configuration } from './checks/configuration.ts';
import { dataChecksums } from './checks/data-checksums.ts';
import { database } from './checks/database.ts';
import { databaseClockAt } from './checks/database-clock.ts';
import { disk } from './checks/disk.ts';
import { durability } from './checks/durability.ts';
import { merchantKey } from './checks/merchant-key.ts';
import { migrations } from './checks/migrations.ts';
import { nodeVersionOf } from './checks/node-version.ts';
import { notifyUrl } from './checks/notify-url.ts';
import { overdue } from './checks/overdue.ts';
import { platformKeysAt } from './checks/platform-keys.ts';
import { redis } from './checks/redis.ts';
import { roles } from './checks/roles.ts';
import { rootSecret } from './checks/root-secret.ts';
import { sealAge } from './checks/seal-age.ts';
import { secretFiles } from './checks/secret-files.ts';
import { timeZone } from './checks/time-zone.ts';
import { webPagesIn } from './checks/web-pages.ts';
import { wechatClock } from './checks/wechat-clock.ts';

const now = (): Date => new Date();

/** In the order in which they are told. */
export const ALL_CHECKS: readonly Check[] = [
  ...[configuration, nodeVersionOf(process.versions.node), secretFiles, disk, webPagesIn(), addresses],
  ...[database, ...durability, dataChecksums, timeZone, databaseClockAt(now), roles, migrations],
  ...[rootSecret, sealAge, overdue],
  ...redis,
  ...[merchantKey, platformKeysAt(now), apiV3Key, notifyUrl, wechatClock],
];
