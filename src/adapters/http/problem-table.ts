/** What a caller is told. `next` says what to do about it. */
type Texts = { readonly title: string; readonly next: string };
type Row = { readonly status: number; readonly en: Texts; readonly zh: Texts };

const row = (status: number, en: [title: string, next: string], zh: [title: string, next: string]): Row => ({
  status,
  en: { title: en[0], next: en[1] },
  zh: { title: zh[0], next: zh[1] },
});

/**
 * Every problem of the HTTP surface. Codes are stable: clients branch on them, so that none is ever renamed or given
 * another meaning. Chinese texts are read by WeChat users, English ones by callers of the APIs.
 */
export const PROBLEMS = {
  // The request itself
  malformed_json: row(
    400,
    ['The body is not valid JSON', 'Send one JSON object, encoded in UTF-8.'],
    ['请求内容不是有效的 JSON', '请检查请求内容后重试'],
  ),
  invalid_request: row(
    400,
    ['The request has invalid fields', 'Correct the fields named in "errors".'],
    ['请求参数有误', '请按 errors 中的提示修改后重试'],
  ),
  body_too_large: row(
    413,
    ['The body is too large', 'Send at most 32 KiB, as a notification or a batch at most 64 KiB.'],
    ['请求内容过大', '请减少内容后重试'],
  ),
  unsupported_encoding: row(
    415,
    ['The encoding of the body is not supported', 'Send UTF-8, uncompressed or with gzip, deflate or br.'],
    ['不支持的编码', '请使用 UTF-8 编码'],
  ),
  not_found: row(
    404,
    ['There is nothing at this path', 'Check the method and the path.'],
    ['接口不存在', '请检查请求方法和路径'],
  ),
  too_many_requests: row(
    429,
    ['Too many requests within a minute', 'Wait as long as "Retry-After" says; "RateLimit-Policy" names the limit.'],
    ['操作过于频繁', '请稍后再试'],
  ),
  // Signing in
  login_code_invalid: row(
    400,
    ['The login code is invalid, expired or used', 'Call wx.login again and send the new code.'],
    ['登录凭证已失效', '请重新进入小程序登录'],
  ),
  login_blocked: row(
    403,
    ['WeChat refuses this user as a high risk', 'The user contacts WeChat.'],
    ['微信判定该账号存在风险，暂时无法登录', '请联系微信客服'],
  ),
  login_too_frequent: row(
    429,
    ['This user signs in too often', 'Wait a minute, then call wx.login again.'],
    ['登录过于频繁', '请稍后再试'],
  ),
  session_missing: row(
    401,
    ['No session token was sent', 'Send "Authorization: Bearer <session token>".'],
    ['请先登录', '请登录后重试'],
  ),
  session_unknown: row(401, ['The session token is unknown', 'Sign in again.'], ['登录状态无效', '请重新登录']),
  session_expired: row(401, ['The session has expired', 'Sign in again.'], ['登录已过期', '请重新登录']),
  session_only_for_checkout: row(
    403,
    ['This session is for a checkout only', 'Sign in through WeChat to use the rest.'],
    ['当前会话仅可用于购买', '请通过微信登录后再试'],
  ),
  unknown_session: row(
    404,
    ['There is no such session', 'Read the list of sessions again.'],
    ['登录设备不存在或已退出', '请刷新列表后重试'],
  ),
  // Signing in on the web
  too_many_login_tickets: row(
    429,
    [
      'Too many codes to sign in with were asked for from here',
      'Show the code that is there, or wait for "Retry-After".',
    ],
    ['获取登录二维码过于频繁', '请使用已显示的二维码，或稍后再试'],
  ),
  unknown_login_ticket: row(
    404,
    ['There is no such attempt to sign in, or it is not that of this browser', 'Ask for another code.'],
    ['登录二维码无效', '请刷新二维码后重新扫码'],
  ),
  login_ticket_expired: row(
    410,
    ['The code has expired', 'Ask for another code.'],
    ['登录二维码已过期', '请刷新二维码后重新扫码'],
  ),
  login_ticket_used: row(
    409,
    ['The code has been used', 'Ask for another code.'],
    ['登录二维码已被使用', '请刷新二维码后重新扫码'],
  ),
  login_ticket_refused: row(
    410,
    ['The user has refused to sign in here', 'Ask for another code if that was a slip.'],
    ['已取消登录', '如需登录，请刷新二维码后重新扫码'],
  ),
  // The profile, and messages in WeChat
  nickname_refused: row(
    422,
    ['WeChat does not let this nickname pass', 'Choose another one; the old one stays.'],
    ['昵称未通过微信内容安全检查', '请换一个昵称'],
  ),
  nickname_not_checkable: row(
    409,
    [
      'WeChat checks nicknames only for people who are in the mini-program',
      'The user opens the mini-program and changes the nickname there; the old one stays.',
    ],
    ['暂时无法修改昵称', '请打开小程序，在小程序内修改昵称'],
  ),
  nickname_not_checked: row(
    503,
    ['WeChat could not check this nickname', 'Repeat the same request after "Retry-After"; the old one stays.'],
    ['昵称暂时无法审核，未做修改', '请稍后重试'],
  ),
  profile_changes_too_frequent: row(
    429,
    [
      'The nickname or the picture was changed too often today',
      'Wait until the day in Beijing is over ("Retry-After").',
    ],
    ['今日修改次数已达上限', '请明天再修改昵称或头像'],
  ),
  avatar_too_large: row(
    413,
    ['The picture is too large', 'Send one of at most 1 MiB.'],
    ['图片过大', '请选择不超过 1MB 的图片'],
  ),
  avatar_type: row(
    415,
    [
      'This is no picture that can be shown',
      'Send JPEG, PNG or WebP: as the body, or as the file of a form (multipart/form-data).',
    ],
    ['不支持的图片格式', '请选择 JPG、PNG 或 WebP 格式的图片'],
  ),
  avatar_dimensions: row(
    422,
    ['The picture is too wide or too high', 'Send one of 1 to 4096 pixels on each side.'],
    ['图片尺寸过大', '请选择长宽不超过 4096 像素的图片'],
  ),
  avatar_broken: row(
    422,
    ['The picture is not whole, or holds more than a picture', 'Save it anew with a picture editor, and send that.'],
    ['图片已损坏或包含其他内容', '请重新选择图片'],
  ),
  unknown_avatar: row(
    404,
    ['Nobody shows this picture', 'Read "avatar_url" of the user again.'],
    ['头像不存在', '请刷新后重试'],
  ),
  unknown_template: row(
    422,
    ['There is no such message template', 'Read the list of subscriptions, and name templates of it.'],
    ['消息模板不存在', '请刷新后重新订阅'],
  ),
  // Closing an account
  account_closing: row(
    409,
    [
      'This account is being closed',
      'It can be read; to change anything, take it back: POST /api/v1/me/closing/cancel.',
    ],
    ['账号正在注销中，暂时无法进行此操作', '您仍可查看账号内容；如需继续使用，请先撤销注销'],
  ),
  closing_has_obstacles: row(
    409,
    ['Something is still under way in this account', 'Bring what "obstacles" names to its end, then ask again.'],
    ['账号还有未完结的事项，暂时无法注销', '请先处理完列出的事项，再申请注销'],
  ),
  closing_points_left: row(
    409,
    ['Paid points are left in this account', 'Tell the user that "points" are lost, then send "waive_points": true.'],
    ['账号还有未使用的积分，注销后无法找回', '请确认放弃剩余积分后再次提交'],
  ),
  // Codes that give points
  redemption_code_malformed: row(
    400,
    ['This is no redemption code', 'It is mistyped or cut off: 16 letters and digits. Type it again.'],
    ['兑换码格式不正确', '请核对后重新输入，兑换码为16位字母和数字'],
  ),
  redemption_code_unknown: row(
    404,
    ['There is no such redemption code', 'Compare it with where it came from.'],
    ['兑换码不存在', '请核对兑换码是否输入正确'],
  ),
  redemption_code_redeemed: row(
    409,
    ['Somebody else has redeemed this code', 'Ask whoever gave it for another one.'],
    ['该兑换码已被他人使用', '请联系发放方更换'],
  ),
  redemption_code_void: row(
    409,
    ['This code has been withdrawn', 'Ask whoever gave it for another one.'],
    ['该兑换码已作废', '请联系发放方更换'],
  ),
  redemption_code_expired: row(
    409,
    ['This code has expired', 'Ask whoever gave it for another one.'],
    ['该兑换码已过期', '请联系发放方更换'],
  ),
  redemption_limit_reached: row(
    409,
    [
      'This person has redeemed as many of these codes as one may',
      'Give the code to somebody else; "limit" says how many.',
    ],
    ['您兑换此类兑换码的次数已达上限', '可将兑换码转赠他人使用'],
  ),
  // Buying
  unknown_package: row(
    404,
    ['There is no such package', 'Read the list of packages and choose one of them.'],
    ['套餐不存在', '请返回套餐列表重新选择'],
  ),
  package_closed: row(
    409,
    ['This package is not on sale', 'Read the list of packages and choose one of them.'],
    ['该套餐已下架', '请返回套餐列表重新选择'],
  ),
  price_changed: row(
    409,
    ['The price is not the expected one', 'Show the buyer "amount_fen", then place the order again with it.'],
    ['价格已变动', '请确认最新价格后重新下单'],
  ),
  payer_unknown: row(
    409,
    ['This user has no WeChat identity that could pay', 'Sign in through the mini-program first.'],
    ['当前账号无法使用微信支付', '请通过小程序登录后再购买'],
  ),
  unknown_order: row(
    404,
    ['There is no such order', 'Check the id; an order is visible to its buyer only.'],
    ['订单不存在', '请返回重试'],
  ),
  order_already_paid: row(
    409,
    ['This order is paid already', 'Read the order named in "order_id".'],
    ['订单已支付', '请查看订单和积分余额'],
  ),
  purchase_unavailable: row(
    403,
    ['Nothing is sold on this platform', 'Do not show prices or buttons to buy; balance, usage and keys stay.'],
    ['暂未开放购买', '您仍可查看积分余额、消费记录和 API Key'],
  ),
  // The wording of WeChat's own notice. Nothing may point to another way of paying.
  purchase_unavailable_ios: row(
    403,
    ['Nothing is sold on iOS', 'Do not show prices or buttons to buy; balance, usage and keys stay.'],
    ['由于相关规范，iOS功能暂不可用', '您仍可查看积分余额、消费记录和 API Key'],
  ),
  too_many_open_orders: row(
    409,
    ['Too many orders wait for their payment', 'Pay one of them, or wait until it closes.'],
    ['待支付订单过多', '请先支付已有订单，或等待其自动关闭'],
  ),
  daily_limit_reached: row(
    409,
    ['The daily limit of spending is reached', 'Choose a package for at most "left_fen", or wait until "resets_at".'],
    ['已达到当日购买限额', '请选择金额更小的套餐，或明天再试'],
  ),
  payer_session_missing: row(
    409,
    ['The WeChat session of this user is not known', 'Call wx.login, sign in again, then place the order again.'],
    ['微信登录状态已失效', '请重新登录后再购买'],
  ),
  payment_rejected: row(
    502,
    ['WeChat Pay refuses this payment', 'An operator looks into the log; asking again does not help.'],
    ['暂时无法发起微信支付', '请联系客服'],
  ),
  // Invoices
  unknown_invoice: row(
    404,
    ['There is no such invoice', 'Check the id; an invoice is visible to its user only.'],
    ['发票申请不存在', '请刷新发票列表后重试'],
  ),
  unknown_invoice_title: row(
    404,
    ['There is no such invoice title', 'Read the list of titles and choose one, or add one.'],
    ['发票抬头不存在', '请重新选择或新增抬头'],
  ),
  too_many_invoice_titles: row(
    409,
    ['The limit of invoice titles per user is reached', 'Delete a title that is no longer used, then add this one.'],
    ['发票抬头数量已达上限', '请先删除不再使用的抬头'],
  ),
  invoice_order_unpaid: row(
    409,
    ['This order is not paid', 'Request the invoice once the order is paid.'],
    ['订单尚未支付，无法开票', '请先完成支付，再申请发票'],
  ),
  invoice_order_closed: row(
    409,
    ['This order was closed without a payment', 'Choose an order that is paid.'],
    ['订单已关闭，没有可开票的金额', '请选择已支付的订单'],
  ),
  invoice_order_refunded: row(
    409,
    ['Nothing of this order is left to invoice', 'Choose an order that has not been refunded in full.'],
    ['订单已全额退款，没有可开票的金额', '请选择其他已支付的订单'],
  ),
  invoice_period_over: row(
    409,
    ['The time to request an invoice of this order is over', 'It ended at "ended_at"; ask customer service.'],
    ['该订单已超过可申请开票的期限', '如仍需开票，请联系客服'],
  ),
  invoice_title_differs: row(
    409,
    [
      'An invoice with other details is requested already',
      'Cancel the one named in "invoice_id", then request it with this title.',
    ],
    ['该订单已用其他抬头申请开票', '如需更换抬头，请先取消原申请，再重新申请'],
  ),
  invoice_already_issued: row(
    409,
    ['The invoice of this order is issued, with other details', 'Read the one named in "invoice_id".'],
    ['该订单已开具发票', '请在发票列表中查看；如抬头有误，请联系客服'],
  ),
  invoice_being_reversed: row(
    409,
    ['The invoice of this order is being reversed', 'Request one for the rest once "invoice_id" is red_lettered.'],
    ['原发票正在冲红', '冲红完成后，可就剩余金额重新申请开票'],
  ),
  invoice_not_cancellable: row(
    409,
    ['This invoice can no longer be cancelled', 'Read it again: "invoice_status" says what has become of it.'],
    ['该发票申请已处理，无法取消', '请刷新查看最新状态；如有疑问，请联系客服'],
  ),
  // Notifications
  notification_refused: row(
    401,
    ['The notification is not genuine', 'Sign it with a key that this merchant knows, within five minutes.'],
    ['通知验证失败', '请检查签名'],
  ),
  notification_unknown_order: row(
    404,
    ['The notification is about an order that is not ours', 'It is kept for an operator; nothing was credited.'],
    ['通知中的订单不存在', '已记录，未入账'],
  ),
  notification_mismatch: row(
    422,
    ['The payment does not match its order', 'It is kept for an operator; nothing was credited.'],
    ['支付内容与订单不一致', '已记录，未入账'],
  ),
  // Keys
  unknown_api_key: row(
    404,
    ['There is no such key', 'Check the id; a key is visible to its owner only.'],
    ['API Key 不存在', '请刷新列表后重试'],
  ),
  too_many_keys: row(
    409,
    ['The limit of keys per user is reached', 'Disable an active key first, or enable a disabled one again.'],
    ['API Key 数量已达上限', '请先禁用不再使用的 Key，或重新启用已有的 Key'],
  ),
  key_not_rotatable: row(
    409,
    ['Only an active key can be rotated', 'Read the list: "key_status" says what it is. Make a new key instead.'],
    ['只有活跃的 API Key 才能轮换', '请刷新列表查看状态，或生成新的 Key'],
  ),
  user_not_named: row(
    400,
    ['The service has not said for which user', 'Add "?user_id=usr_..." to the path.'],
    ['缺少用户编号', '请在路径中携带 user_id 参数'],
  ),
  unknown_scope: row(
    422,
    ['The scope names an API that is not sold', 'Read the list of APIs and name some of them.'],
    ['权限范围包含不存在的接口', '请重新选择接口'],
  ),
  // Backend services
  service_token_missing: row(
    401,
    ['No service token was sent', 'Send "Authorization: Bearer <service token>".'],
    ['缺少服务令牌', '请在 Authorization 中携带服务令牌'],
  ),
  service_token_unknown: row(
    401,
    [
      'The service token is unknown',
      'An operator makes one: "seahorse services create <name>", or "seahorse services rotate <name>" in place of another.',
    ],
    ['服务令牌无效', '请联系管理员'],
  ),
  operation_not_granted: row(
    403,
    ['This service may not do that', 'An operator grants it: "seahorse services allow <name> <operation>".'],
    ['该服务无此权限', '请联系运维人员开通'],
  ),
  network_not_allowed: row(
    403,
    [
      'This service may not call from this address',
      'Call from an allowed network, or have an operator name this one: "seahorse services networks <name> <cidr>".',
    ],
    ['该服务不允许从此地址访问', '请联系运维人员'],
  ),
  signature_required: row(
    401,
    [
      'This service signs its requests, and this one has no signature that counts',
      'Sign it with a secret of the service that has not ended; an operator makes one: "seahorse services secret <name>".',
    ],
    ['缺少有效的请求签名', '请使用该服务未失效的签名密钥签名；如需新密钥，请联系运维人员'],
  ),
  signature_wrong: row(
    401,
    [
      'The signature is not that of this request',
      '"reason" says what was wrong: sign what is sent, byte for byte, by a clock that is right, with a secret that exists.',
    ],
    ['请求签名错误', '请核对签名密钥、时间戳与请求内容，重新签名后再试'],
  ),
  signature_not_checkable: row(
    503,
    [
      'This system cannot check signatures',
      'An operator sets SEAHORSE_SECRET to the value under which the secrets were made, and starts again.',
    ],
    ['系统暂时无法验证签名', '请联系运维人员检查 SEAHORSE_SECRET'],
  ),
  idempotency_key_missing: row(
    400,
    ['No idempotency key was sent', 'Send "Idempotency-Key: <unique per call>"; keep it for repetitions.'],
    ['缺少 Idempotency-Key', '请为每次调用携带唯一的 Idempotency-Key'],
  ),
  idempotency_key_reused: row(
    422,
    ['This idempotency key was used for another call', 'Use a new key for a new call, the same body for a repetition.'],
    ['Idempotency-Key 已用于其他请求', '新的调用请使用新的 Idempotency-Key'],
  ),
  unknown_api: row(
    422,
    ['There is no such API', 'Read the list of sold APIs: GET /api/v1/apis.'],
    ['接口不存在', '请查看接口列表'],
  ),
  unknown_usage: row(
    404,
    ['There is no such call', 'Check the id; a call is visible to the service only that has charged it.'],
    ['调用记录不存在', '请检查编号'],
  ),
  unknown_hold: row(
    404,
    ['There is no such hold', 'Check the id; a hold is visible to the service only that has placed it.'],
    ['预扣记录不存在', '请检查编号'],
  ),
  hold_ended: row(
    409,
    [
      'This hold has ended, as "hold_state" says',
      'Nothing was moved. For a call that was served nevertheless, report its points with POST /internal/v1/usage or a new hold.',
    ],
    ['该预扣已结束', '积分未变动'],
  ),
  more_than_held: row(
    409,
    [
      'This hold may not be exceeded',
      'Capture at most "points_held"; place holds with "may_exceed": true where a call may cost more.',
    ],
    ['超出预扣的积分', '请在预扣范围内扣除'],
  ),
  insufficient_points: row(
    409,
    [
      'The account has too few points beyond what is held',
      'Nothing was moved. Capture at most what is held and "points_left" together, or wait until the user has bought points.',
    ],
    ['积分不足', '请购买积分后重试'],
  ),
  budget_exhausted: row(
    409,
    [
      'What goes beyond the hold passes a budget of the key, which "budget_code" names',
      'Nothing was moved. Capture at most what is held and what the budget leaves, or have the owner raise the budget.',
    ],
    ['超出该 API Key 的预算', '请提高预算后重试'],
  ),
  too_many_holds: row(
    409,
    [
      'The limit of open holds per account is reached',
      'Capture or release holds that are done, or wait until they end.',
    ],
    ['进行中的预扣过多', '请稍后重试'],
  ),
  unknown_user: row(
    404,
    [
      'There is no such user',
      'Check the id; POST /internal/v1/keys/verify gives that of the owner of a key, POST /internal/v1/external-users that of a user of the service.',
    ],
    ['用户不存在', '请检查编号'],
  ),
  // Checkouts that services open
  user_leaving: row(
    409,
    ['This user is deleted, or about to be', 'Nothing can be bought for this user any more.'],
    ['该用户已注销或正在注销', '无法再为该用户购买'],
  ),
  unknown_checkout_session: row(
    404,
    ['There is no such checkout', 'Check the id; a checkout is visible to the service only that has opened it.'],
    ['收银台会话不存在', '请返回商家页面重新发起购买'],
  ),
  checkout_session_expired: row(
    410,
    ['The checkout has expired', 'Go back to the shop ("cancel_url"). Whoever has paid need not pay again.'],
    ['收银台已过期', '请返回商家页面；如已付款，请勿重复支付'],
  ),
  other_package_in_checkout: row(
    409,
    ['This checkout is for other packages', 'Buy one of the packages that the checkout was opened for.'],
    ['该收银台仅可购买指定套餐', '请购买指定的套餐，或返回商家页面重新选择'],
  ),
  too_many_streams: row(
    503,
    ['Too many pages are watching orders', 'Ask GET /api/payment/query instead, and try again after "Retry-After".'],
    ['页面连接过多', '请稍后重试，支付结果不受影响'],
  ),
  return_url_not_allowed: row(
    422,
    [
      'success_url or cancel_url leads to an origin that is not on the list of this service',
      'An operator names them all, this one too: "seahorse services returns <name> <origin>". Then send the same request again.',
    ],
    ['返回地址不在该服务的允许列表中', '请联系运维人员添加后重试'],
  ),
  root_secret_missing: row(
    503,
    [
      'This system cannot keep the token of a checkout',
      'An operator sets SEAHORSE_SECRET, the same for every process and as it was before, and starts again.',
    ],
    ['系统暂时无法创建收银台', '请联系运维人员检查 SEAHORSE_SECRET'],
  ),
  // Faults
  pages_not_built: row(
    503,
    ['The pages of the web checkout are not built', 'An operator runs "npm run build:web" and loads the page again.'],
    ['页面尚未构建', '请运维人员执行 npm run build:web 后刷新页面'],
  ),
  database_unavailable: row(
    503,
    ['The database is unavailable', 'Repeat the same request, with the same idempotency key, after "Retry-After".'],
    ['服务暂时不可用', '请稍后重试'],
  ),
  wechat_pay_unavailable: row(
    503,
    ['WeChat Pay is unavailable', 'Repeat the same request after "Retry-After".'],
    ['微信支付暂时不可用', '请稍后重试，不会重复扣款'],
  ),
  wechat_login_unavailable: row(
    503,
    ['WeChat login is unavailable', 'Call wx.login again after "Retry-After".'],
    ['微信登录暂时不可用', '请稍后重试'],
  ),
  wechat_api_unavailable: row(
    503,
    ['The interfaces of the mini-program are unavailable', 'Repeat the same request after "Retry-After".'],
    ['微信接口暂时不可用', '请稍后重试，不会重复扣款'],
  ),
  shutting_down: row(
    503,
    ['This process is starting or stopping', 'Repeat the same request after "Retry-After".'],
    ['服务正在重启', '请稍后重试'],
  ),
  // What operators look at
  operator_unknown: row(
    401,
    ['Only operators may see this', 'Sign in with the value of OPERATIONS_TOKEN as the password.'],
    ['仅限运维人员访问', '请使用 OPERATIONS_TOKEN 登录'],
  ),
  dashboard_read_only: row(
    403,
    ['The dashboard only shows', 'Set QUEUE_DASHBOARD=write to change jobs by hand.'],
    ['任务面板为只读', '如需操作，请设置 QUEUE_DASHBOARD=write'],
  ),
  schema_behind: row(
    503,
    ['The database lacks a migration that this process needs', 'An operator runs "seahorse migrate".'],
    ['系统正在升级', '请稍后重试'],
  ),
  internal_error: row(
    500,
    ['Something went wrong on our side', 'Repeat the same request; report the request id if it stays.'],
    ['服务器开小差了', '请稍后重试；如仍失败，请联系客服并提供请求编号'],
  ),
} as const satisfies Record<string, Row>;

export type ProblemCode = keyof typeof PROBLEMS;
export type Language = 'en' | 'zh';
