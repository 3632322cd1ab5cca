/** `deskplane-verify` itself, in English. */
export const commandEn = {
  title: 'Checks what Deskplane signed, without the service.',
  usage: 'Usage:',
  commands: [
    ['receipt', 'check the receipt of a deletion'],
    ['audit', 'check an export of audit events'],
  ] as readonly (readonly [string, string])[],
  optionsTitle: 'Options:',
  options: [
    ['FILE', 'the file to check; - for standard input'],
    [
      '--keys FILE',
      'keys that you got elsewhere; without them the keys in the file count, which proves less',
    ],
    ['--head FILE', 'an older head of the log: nothing may have been forgotten or changed since'],
    ['--json', 'print JSON for programs'],
    ['-h, --help', 'show this help'],
    ['-V, --version', 'show the version'],
  ] as readonly (readonly [string, string])[],
  exitCodesTitle: 'Exit codes:',
  exitCodes: [
    ['0', 'valid'],
    ['1', 'not valid'],
    ['2', 'wrong usage, or a file that cannot be read'],
    ['6', 'undecided: the head is newer than the file; get the file again'],
  ] as readonly (readonly [string, string])[],
  seeHelp: 'See: deskplane-verify --help',
  noCommand: 'say what to check: receipt or audit',
  unknownCommand: (word: string) => `unknown command '${word}'`,
  unknownOption: (option: string) => `unknown option '${option}'`,
  noFile: 'no FILE was given',
  tooMany: 'only one FILE can be checked at a time',
  noValue: (option: string) => `option '${option}' needs a value`,
  noValueTaken: (option: string) => `option '${option}' takes no value`,
  givenTwice: (option: string) => `${option} was given twice, but takes one value.`,
  unexpected: (text: string) => `an unexpected error, which should be reported: ${text}`,
};

/** `deskplane-verify` itself, in Chinese. */
export const commandZh: typeof commandEn = {
  title: '离线校验 Deskplane 签署的内容，无需服务。',
  usage: '用法：',
  commands: [
    ['receipt', '校验删除回执'],
    ['audit', '校验导出的审计事件'],
  ],
  optionsTitle: '选项：',
  options: [
    ['FILE', '要校验的文件；- 表示标准输入'],
    ['--keys FILE', '从其他途径获得的密钥；不指定时使用文件自带的密钥，证明力较弱'],
    ['--head FILE', '较早的日志头：此后日志不得丢失或更改任何内容'],
    ['--json', '输出供程序使用的 JSON'],
    ['-h, --help', '显示帮助'],
    ['-V, --version', '显示版本'],
  ],
  exitCodesTitle: '退出码：',
  exitCodes: [
    ['0', '有效'],
    ['1', '无效'],
    ['2', '用法错误，或文件无法读取'],
    ['6', '无法判断：日志头比文件新，请重新获取文件'],
  ],
  seeHelp: '参见：deskplane-verify --help',
  noCommand: '请指定要校验的内容：receipt 或 audit',
  unknownCommand: (word) => `未知命令“${word}”`,
  unknownOption: (option) => `未知选项“${option}”`,
  noFile: '未指定 FILE',
  tooMany: '一次只能校验一个 FILE',
  noValue: (option) => `选项“${option}”缺少值`,
  noValueTaken: (option) => `选项“${option}”不接受值`,
  givenTwice: (option) => `${option} 只接受一个值，却指定了两次。`,
  unexpected: (text) => `意外错误，请反馈：${text}`,
};
