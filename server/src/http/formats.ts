import type { Language } from '../errors/errors.js';

/** What the formats of the API look like, in words, by the pattern that a schema checks. A test holds every schema to it. */
const formats: Readonly<Record<string, Record<Language, string>>> = {
  '^[^\\u0000-\\u001f\\u007f-\\u009f]*$': {
    en: 'must not contain control characters',
    zh: '不能包含控制字符',
  },
  '(?=.*\\S)^[^\\u0000-\\u001f\\u007f-\\u009f]*$': {
    en: 'must not be blank or contain control characters',
    zh: '不能为空白，也不能包含控制字符',
  },
  '^(?![ \\u00a0\\u3000])[^\\u0000-\\u001f\\u007f-\\u009f]*[^ \\u00a0\\u3000\\u0000-\\u001f\\u007f-\\u009f]$':
    {
      en: 'must not be empty, begin or end with a space, or contain control characters',
      zh: '不能为空，首尾不能为空格，也不能包含控制字符',
    },
  '^(?:0*[0-9]{1,2}|0*100)$': { en: 'must be a whole number from 0 to 100', zh: '必须为0到100的整数' },
  '^(?:0*[0-9]{1,4}|0*10000)$': { en: 'must be a whole number from 0 to 10000', zh: '必须为0到10000的整数' },
  '^[\\u4e00-\\u9fa5a-zA-Z_][\\u4e00-\\u9fa5a-zA-Z0-9_]{0,29}$': {
    en: 'must be 1 to 30 letters, digits, _ and Chinese characters, and not begin with a digit',
    zh: '必须为1到30个字母、数字、_或汉字，且不能以数字开头',
  },
  '^(?:[A-Za-z0-9]|\\$DomainUser\\$)(?:[A-Za-z0-9-]|\\$DomainUser\\$)*$': {
    en: 'must be letters, digits, - and $DomainUser$, and not begin with -',
    zh: '必须由字母、数字、-和$DomainUser$组成，且不能以-开头',
  },
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}$': { en: 'must be a date, yyyy-MM-dd', zh: '必须为日期，格式为yyyy-MM-dd' },
  '^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$': {
    en: 'must be a time of day, HH:mm:ss',
    zh: '必须为时间，格式为HH:mm:ss',
  },
  '^(?:[0-9]{4}-[0-9]{2}-[0-9]{2} (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])?$': {
    en: 'must be empty or a date and time of day, yyyy-MM-dd HH:mm:ss',
    zh: '必须为空，或为日期和时间，格式为yyyy-MM-dd HH:mm:ss',
  },
  '^(?:[1-7])(?:,(?:[1-7]))*$': {
    en: 'must be days of the week from 1 (Sunday) to 7, separated by commas',
    zh: '必须为1（星期日）到7的数字，以英文逗号分隔',
  },
  '^(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*$': {
    en: 'must be months from 1 to 12, separated by commas',
    zh: '必须为1到12的数字，以英文逗号分隔',
  },
  '^(?:[1-9]|[12][0-9]|3[01]|L)(?:,(?:[1-9]|[12][0-9]|3[01]|L))*$': {
    en: 'must be days of the month from 1 to 31 or L, the last, separated by commas',
    zh: '必须为1到31的数字或L（当月最后一天），以英文逗号分隔',
  },
  '^[A-Za-z][A-Za-z0-9_+/-]*$': {
    en: 'must be the name of a time zone, for instance Asia/Shanghai (see time_zone_name of ListTimeZones)',
    zh: '必须为时区名称，例如Asia/Shanghai（见ListTimeZones的time_zone_name）',
  },
  '^[0-9]{6}$': { en: 'must be six digits', zh: '必须为六位数字' },
  '^[0-9a-f]{40}$': { en: 'must be an ID of 40 hexadecimal digits', zh: '必须为40位十六进制ID' },
  '^[0-9a-f]{32}$': { en: 'must be 32 hexadecimal digits in lower case', zh: '必须为32位小写十六进制数字' },
  '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$': {
    en: 'must be 1 to 63 letters, digits, ., _ and -, and begin with a letter or a digit',
    zh: '必须为1到63个字母、数字、.、_或-，并以字母或数字开头',
  },
  '^[^\\u0000]*$': { en: 'must not contain the character U+0000', zh: '不能包含字符U+0000' },
  '^[^\\u0000]+$': {
    en: 'must not be empty or contain the character U+0000',
    zh: '不能为空，也不能包含字符U+0000',
  },
  '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$': {
    en: 'must not be blank or contain the character U+0000',
    zh: '不能为空白，也不能包含字符U+0000',
  },
  '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$': {
    en: 'must be 1 to 64 letters, digits, - and _, and begin with a letter or a digit',
    zh: '必须为1到64个字母、数字、-或_，并以字母或数字开头',
  },
  '^[A-Za-z0-9]{1,64}$': { en: 'must be 1 to 64 letters and digits', zh: '必须为1到64个字母或数字' },
  '^https?://[^\\s/?#@]+(?:[/?][^\\s#]*)?$': {
    en: 'must be an http or https address without a user and a fragment',
    zh: '必须为http或https地址，不含用户信息和片段',
  },
  '^[A-Za-z0-9_-]{43}$': {
    en: 'must be the token of an invitation, 43 letters, digits, - and _',
    zh: '必须为邀请链接中的令牌，即43个字母、数字、-或_',
  },
  '^[A-Za-z0-9_-]+$': { en: 'must be letters, digits, - and _', zh: '必须由字母、数字、-和_组成' },
  '^[a-zA-Z0-9_-]*$': { en: 'must be letters, digits, - and _', zh: '必须由字母、数字、-和_组成' },
  '^[a-zA-Z0-9_-]{0,36}$': {
    en: 'must be at most 36 letters, digits, - and _',
    zh: '必须为最多36个字母、数字、-或_',
  },
  '^[\\w-]+$': { en: 'must be letters, digits, - and _', zh: '必须由字母、数字、-和_组成' },
  '^[A-Za-z0-9-]{1,64}$': {
    en: 'must be 1 to 64 letters, digits and -',
    zh: '必须为1到64个字母、数字或-',
  },
  '^[0-9A-Za-z-]{1,64}$': {
    en: 'must be 1 to 64 letters, digits and -',
    zh: '必须为1到64个字母、数字或-',
  },
  '^[A-Za-z0-9+/=_-]+$': {
    en: 'must be the marker of an earlier response, unchanged',
    zh: '必须为先前响应中的marker原值',
  },
  '^([A-Za-z0-9.,+@=_-]+/)*$': {
    en: 'must be names that each end with /, such as team/red/',
    zh: '必须为若干以/结尾的名称，例如team/red/',
  },
  '^[A-Za-z0-9_+=.@-]{1,128}$': {
    en: 'must be 1 to 128 letters, digits and _ + = . @ -',
    zh: '必须为1到128个字母、数字或_ + = . @ -',
  },
  '^v[1-9][0-9]{0,8}$': { en: 'must be v followed by a number, such as v1', zh: '必须为v加数字，例如v1' },
  '^[\\w.:-]+$': {
    en: 'must be an operation such as DeleteDesktop, or an action such as workspace:desktops:delete',
    zh: '必须为接口名，例如DeleteDesktop，或授权项，例如workspace:desktops:delete',
  },
  '^[0-9]{1,9}$': { en: 'must be a whole number of at most 9 digits', zh: '必须为最多9位的整数' },
  '^(?:[a-zA-Z0-9]{1,32}|[a-zA-Z0-9][a-zA-Z0-9._-]{0,30}[a-zA-Z0-9-])$': {
    en: 'must be 1 to 32 letters, digits and . _ -, begin with a letter or a digit and not end with . or _',
    zh: '必须为1到32个字母、数字或. _ -，以字母或数字开头，且不能以.或_结尾',
  },
  '^(?:[^\\s@<>(),:;"\\[\\]\\\\]+@[^\\s@<>(),:;"\\[\\]\\\\]+)?$': {
    en: 'must be an email address such as ann@example.com, without a display name',
    zh: '必须为邮箱地址，例如ann@example.com，不带显示名',
  },
  '^(?:\\+?[0-9][0-9 -]*)?$': {
    en: 'must be a phone number of digits, spaces and -, such as +86 138-0000-0000',
    zh: '必须为由数字、空格和-组成的电话号码，例如+86 138-0000-0000',
  },
  '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$': uuid(),
  '^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$': computerName(),
  '^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$|^$': computerName(),
  '^(?:[A-Za-z0-9][A-Za-z0-9-]*)?$': {
    en: 'must be letters, digits and -, and begin with a letter or a digit',
    zh: '必须由字母、数字和-组成，并以字母或数字开头',
  },
  '^(?!_sys_| |\\.{1,2}$)[\\p{L}\\p{N}_.:=+@ -]+(?<! )$': {
    en: 'must be letters, digits, spaces and _ . : = + @ -, not begin with _sys_, not be . or .., without leading or trailing spaces',
    zh: '必须由字母、数字、空格和_ . : = + @ -组成，不能以_sys_开头，不能为.或..，首尾不能为空格',
  },
  '^(?! )[\\p{L}\\p{N}_.:=+@ -]*(?<! )$': {
    en: 'must be letters, digits, spaces and _ . : = + @ -, without leading or trailing spaces',
    zh: '必须由字母、数字、空格和_ . : = + @ -组成，首尾不能为空格',
  },
  '^[A-Za-z0-9][A-Za-z0-9._-]*$': {
    en: 'must be letters, digits and . _ -, and begin with a letter or a digit',
    zh: '必须由字母、数字和. _ -组成，并以字母或数字开头',
  },
  '^(sudo|default|administrators|users)?$': {
    en: 'must be sudo, default, administrators or users',
    zh: '必须为sudo、default、administrators或users',
  },
};

function uuid(): Record<Language, string> {
  const example = '5ddfa880-aa50-411a-966a-24558634e9cb';
  return { en: `must be an ID such as ${example}`, zh: `必须为ID，例如${example}` };
}

function computerName(): Record<Language, string> {
  return {
    en: 'must be letters, digits and -, and begin and end with a letter or a digit',
    zh: '必须由字母、数字和-组成，并以字母或数字开头和结尾',
  };
}

/** What a text must look like to fit a pattern: in words, or else the pattern itself (ECMA-262). */
export function describeFormat(pattern: string): Record<Language, string> {
  return (
    formats[pattern] ?? {
      en: `must match the regular expression ${pattern}`,
      zh: `必须匹配正则表达式${pattern}`,
    }
  );
}

/** Whether there are words for a pattern. */
export function isDescribed(pattern: string): boolean {
  return Object.hasOwn(formats, pattern);
}
