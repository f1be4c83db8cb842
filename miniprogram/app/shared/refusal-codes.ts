export type RefusalCode = { readonly code: string; readonly meaning: string; readonly todo: string };

/** Why a call is refused (`allowed: false`): what stands in `code`, and what its caller can do. */
export const REFUSAL_CODES: readonly RefusalCode[] = [
  { code: 'key_malformed', meaning: 'Key 格式不正确', todo: '检查是否完整复制' },
  { code: 'key_unknown', meaning: 'Key 不存在或已删除', todo: '使用有效的 Key' },
  { code: 'key_disabled', meaning: 'Key 已禁用', todo: '由所有者重新启用' },
  { code: 'key_expired', meaning: 'Key 已过期', todo: '生成新的 Key' },
  { code: 'scope_missing', meaning: 'Key 无该接口权限', todo: '调整 Key 的权限范围' },
  { code: 'client_ip_missing', meaning: '未提供调用方 IP', todo: '在请求中携带 client_ip' },
  { code: 'ip_not_allowed', meaning: 'IP 不在白名单内', todo: '调整 Key 的 IP 白名单' },
  { code: 'rate_limited', meaning: '超过调用频率限制', todo: '在 retry_at 之后重试' },
  { code: 'daily_budget_exhausted', meaning: '超过每日积分上限', todo: '次日重试，或提高上限' },
  { code: 'total_budget_exhausted', meaning: '超过积分总上限', todo: '提高上限，或更换 Key' },
  { code: 'insufficient_points', meaning: '积分不足', todo: '确认账户积分充足后重试' },
];
