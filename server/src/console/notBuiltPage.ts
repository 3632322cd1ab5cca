import type { Language } from '../errors/errors.js';
import type { BuildState } from './consoleFiles.js';

/** Seconds after which the page asks again. */
export const retrySeconds = 3;

const words = {
  en: {
    building: [
      'The console is being prepared',
      'This takes less than a minute after an installation or an update. The API, the command and all desktops work meanwhile.',
    ],
    failed: [
      'The console could not be built',
      'The API, the command and all desktops work all the same. Mend what the build says, then run “npm run build:console” in the clone on the server, or start the service again. What the build said:',
    ],
    again: 'This page reloads by itself.',
  },
  zh: {
    building: ['控制台正在准备中', '安装或升级后需要不到一分钟，期间API、命令行和所有桌面均可使用。'],
    failed: [
      '控制台构建失败',
      'API、命令行和所有桌面均不受影响。请按构建输出排除问题，然后在服务器上的代码目录中运行“npm run build:console”，或重新启动服务。构建输出：',
    ],
    again: '本页面会自动刷新。',
  },
} as const;

/**
 * What stands in for the console while there is none: says what is going on, in both languages, and comes again by itself. Without
 * scripts and styles, which the policy of the page would not let in.
 */
export function notBuiltPage({ state, message }: BuildState): string {
  const part = (language: Language): string => {
    const { [state]: said, again } = words[language];
    const output = message === '' ? '' : `<pre>${escape(message)}</pre>`;
    return `<section lang="${language}"><h1>${said[0]}</h1><p>${said[1]}</p>${output}<p>${again}</p></section>`;
  };
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Deskplane</title>' +
    `<meta http-equiv="refresh" content="${retrySeconds}">` +
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>' +
    `<body>${part('en')}<hr>${part('zh')}</body></html>`
  );
}

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
