import type { Language } from '../../../errors/errors.js';
import type { Diagnosis, Oddity } from './diagnoseSignature.js';

/** What a verdict means, for people. */
export const verdictWords: Readonly<Record<Diagnosis['verdict'], Readonly<Record<Language, string>>>> = {
  right: {
    en: 'The signature fits the request as it is written here. If it was refused, what arrived was another one: look at proxies that change the host, the path or the body.',
    zh: '签名与此处所写的请求相符。如果它被拒绝，说明到达的请求与此不同：请检查会修改主机、路径或请求体的代理。',
  },
  differs: {
    en: 'The signature was made of another canonical request. These lines differ.',
    zh: '签名是用另一个规范请求计算的，以下各行不同。',
  },
  unknown: {
    en: 'None of the usual mistakes gives this signature. Most likely another secret key was used, or the request was changed in several places. Compare the canonical request with the one that your client made, or paste that one too.',
    zh: '常见的错误都得不到这个签名。很可能使用了其他SK，或请求有多处不同。请将规范请求与客户端生成的比较，或将客户端的规范请求一并粘贴。',
  },
};

/** What an oddity is, and what would be right. */
export const oddityWords: Readonly<Record<Oddity, Readonly<Record<Language, string>>>> = {
  no_date: {
    en: 'X-Sdk-Date is missing, repeated or no time of the form yyyyMMddTHHmmssZ.',
    zh: '缺少X-Sdk-Date、重复出现，或不是yyyyMMddTHHmmssZ格式的时间。',
  },
  clock: {
    en: 'X-Sdk-Date is more than 15 minutes from now: such a request is refused. If it was fresh when it was sent, this does not matter.',
    zh: 'X-Sdk-Date与当前时间相差超过15分钟，这样的请求会被拒绝。若发送时是新的，则无关紧要。',
  },
  scope_date: {
    en: 'The day in Credential is not that of X-Sdk-Date.',
    zh: 'Credential中的日期与X-Sdk-Date不一致。',
  },
  unsent_header: {
    en: 'SignedHeaders names a header that the request does not have.',
    zh: 'SignedHeaders中有请求未携带的请求头。',
  },
  false_payload_hash: {
    en: 'X-Sdk-Content-Sha256 is not the hash of this body. UNSIGNED-PAYLOAD counts only for a body that is not JSON.',
    zh: 'X-Sdk-Content-Sha256不是该请求体的哈希。UNSIGNED-PAYLOAD仅对非JSON的请求体有效。',
  },
  line_break_in_secret: {
    en: 'The secret key was used with a line break at its end, as when it is read from a file.',
    zh: '所用的SK末尾带有换行符，例如直接从文件读取时。',
  },
  no_security_token: {
    en: 'This is a temporary access key: X-Security-Token must go with it.',
    zh: '这是临时访问密钥，必须同时发送X-Security-Token。',
  },
  needless_security_token: {
    en: 'This is a permanent access key: X-Security-Token must not go with it.',
    zh: '这是永久访问密钥，不能发送X-Security-Token。',
  },
  key_expired: { en: 'This temporary access key has expired.', zh: '该临时访问密钥已过期。' },
  not_what_was_signed: {
    en: 'The canonical request that you gave does not give this signature either; its differences are shown all the same.',
    zh: '您给出的规范请求也得不到该签名；其差异仍在此列出。',
  },
};
