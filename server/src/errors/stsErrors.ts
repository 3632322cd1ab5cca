/**
 * The codes of STS. Deskplane chose their numbers: only the form `STS5.xxxx` is known
 * (docs/reference/errors.md#sts).
 */
export const stsErrors = {
  'STS5.1001': { status: 400, origin: 'deskplane', en: 'Invalid request: {0}', zh: '请求参数无效：{0}' },
  'STS5.1002': {
    status: 400,
    origin: 'deskplane',
    en: 'Cannot decode encoded_message: it belongs to another account, was changed, or has expired.',
    zh: '无法解码encoded_message：属于其他账号、已被篡改或已过期。',
  },
  'STS5.1003': {
    status: 403,
    origin: 'deskplane',
    en: 'You have no permission for {0}.',
    zh: '没有执行{0}的权限。',
  },
  'STS5.1500': { status: 500, origin: 'deskplane', en: 'An internal error occurred.', zh: '服务内部错误。' },
} as const;

const codes: Readonly<Record<string, keyof typeof stsErrors>> = {
  'WKS.0001': 'STS5.1001',
  'DPL.0415': 'STS5.1001',
  'DPL.0403': 'STS5.1003',
  'DPL.0500': 'STS5.1500',
};

/** What STS calls an error of the whole service; its own and the gateway's keep their codes. */
export function stsCodeOf(code: string): string {
  return codes[code] ?? code;
}
