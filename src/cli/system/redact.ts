const CENSORED = '[redacted]';

/** Properties whose value is never for a log, whatever it looks like. */
const NAMES = [
  ...['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'token', 'access_token', 'api_key', 'apiKey'],
  ...['secret', 'appSecret', 'apiV3Key', 'appKey', 'encodingAesKey', 'password', 'privateKey', 'browser_secret'],
  ...['openid', 'payer_openid', 'payerOpenid', 'unionid', 'session_key', 'sessionKey', 'js_code'],
  ...['phone', 'phone_number', 'phoneNumber', 'purePhoneNumber', 'mobile'],
];

/** What gives itself away, wherever it stands; what is captured stays. */
const FORMS: readonly RegExp[] = [
  // "openid":"…", also within a text that was JSON before it became one.
  new RegExp(`(\\\\?"(?:${NAMES.join('|')})\\\\?"\\s*:\\s*\\\\?")(?:[^"\\\\]|\\\\[^"])*`, 'gi'),
  /\b((?:Bearer|Basic) )[\w.~+/=-]{8,}/gi,
  /([?&](?:access_token|secret|appsecret|session_key|js_code|openid|token)=)[^&"\s\\]+/gi,
  /\b(s[ksg]_live_)[0-9A-Za-z]{16,}/g,
  /\b(hss_)[0-9a-f]{16,}/g,
  /\b(whsec_)[0-9A-Za-z+/=]{16,}/g,
  /(\b[a-z][a-z+.-]*:\/\/[^\s:@/"]*:)[^\s@/"]+(?=@)/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END|"|$)/g,
  // An openid or a unionid of WeChat; a mobile number of the mainland.
  /()(?<![\w-])o[\w-]{27,28}(?![\w-])/g,
  /()(?<![\w.+-])(?:\+?86[- ]?)?1[3-9]\d{9}(?![\w.-])/g,
];

/**
 * The last thing that happens to a line of the log. Nothing that writes one is supposed to put a secret in; what a library puts
 * into the text of an error is not ours to know.
 */
export function redact(line: string): string {
  return FORMS.reduce((clean, form) => clean.replace(form, `$1${CENSORED}`), line);
}
