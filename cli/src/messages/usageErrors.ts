import type { Language } from '@deskplane/verify/text/language.js';

/** Errors of the command-line parser in Chinese, by the parser's error code. */
const chinese: Readonly<Record<string, (quoted: string) => string>> = {
  'commander.unknownOption': (quoted) => `未知选项“${quoted}”`,
  'commander.unknownCommand': (quoted) => `未知命令“${quoted}”`,
  'commander.missingArgument': (quoted) => `缺少参数“${quoted}”`,
  'commander.optionMissingArgument': (quoted) => `选项“${quoted}”缺少值`,
  'commander.missingMandatoryOptionValue': (quoted) => `缺少选项“${quoted}”`,
  'commander.excessArguments': () => '参数过多',
};

/** Describes an error in the command line; the parser itself speaks English only. */
export function describeUsageError(code: string, message: string, language: Language): string {
  const plain = message.replace(/^error: /, '');
  const wrongValue = /^option '(\S+)[^']*' argument '.*' is invalid\. (.*)$/s.exec(plain);
  // The part behind the parser's own words is ours, in the right language already.
  if (wrongValue !== null) {
    const choices = /^Allowed choices are (.*)\.$/.exec(wrongValue[2] ?? '')?.[1];
    if (language === 'zh' && choices !== undefined) return `${wrongValue[1]} 只能是：${choices}`;
    return `${wrongValue[1]}: ${wrongValue[2]}`;
  }
  if (language === 'en') return plain;
  const wrongChoice = /^command-argument value '(.*)' is invalid .*Allowed choices are (.*)\.$/s.exec(plain);
  if (wrongChoice !== null) return `参数的值“${wrongChoice[1]}”无效，可选：${wrongChoice[2]}`;
  const quoted = /'([^']*)'/.exec(plain)?.[1] ?? '';
  const [, guess] = /\(Did you mean (?:one of )?(.*)\?\)$/.exec(plain) ?? [];
  const meant = guess === undefined ? '' : `\n（您是不是想输入 ${guess.replaceAll(', ', '、')}？）`;
  return (chinese[code]?.(quoted) ?? plain) + meant;
}
