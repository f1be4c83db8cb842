import type { SoldApi } from '../api/types';

export type ServiceStatus = {
  readonly isNormal: boolean;
  readonly summary: string;
  /** Why, one line per API that is not as it should be. */
  readonly notices: readonly string[];
};

/** The banner API服务状态: collapsed while all is well, open and red otherwise. */
export function serviceStatus(apis: readonly SoldApi[]): ServiceStatus {
  const troubled = apis.filter(({ status }) => status !== 'normal');
  const notices = troubled.map(({ name, status, notice }) => notice || `${name}接口${WORDS[status]}`);
  if (troubled.length === 0) return { isNormal: true, summary: '全部接口运行正常', notices };
  return { isNormal: false, summary: `${troubled.length}个接口异常`, notices };
}

const WORDS = { normal: '正常', degraded: '响应变慢', maintenance: '临时维护中' } as const;
export const apiStatusText = (status: SoldApi['status']): string => WORDS[status];
