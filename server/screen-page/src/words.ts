const en = {
  title: 'Desktop',
  connecting: 'Connecting …',
  connectingAgain: 'Connecting again …',
  lost: 'The connection was interrupted.',
  deleted: 'This desktop was deleted.',
  deletedAt: (time: string) => `This desktop was deleted on ${time}.`,
  deletedHint: 'Its data is deleted with it. Ask your administrator if you need a new desktop.',
  stopped: 'This desktop is switched off.',
  stoppedHint: 'You may not start it. Ask your administrator to; the screen then appears by itself.',
  stoppedMay: 'Start it, and the screen appears by itself.',
  start: 'Start the desktop',
  hibernated: 'This desktop is hibernating.',
  hibernatedHint: 'You may not wake it. Ask your administrator to; the screen then appears by itself.',
  hibernatedMay: 'Wake it, and the screen appears by itself.',
  wake: 'Wake the desktop',
  notStarted: 'The desktop was not started.',
  retryStart: 'Try again',
  starting: 'The desktop is starting …',
  failed: 'This desktop could not be started.',
  failedHint: 'Ask your administrator.',
  rights: 'You may no longer look at this screen.',
  rightsHint: 'Ask for a new address, or ask your administrator.',
  full: 'Too many people are looking at this desktop.',
  used: 'This address was used already or is older than a minute.',
  usedHint: 'Each address opens the screen once. Ask for a new one.',
  none: 'There is no screen to show.',
  noneHint: 'Open the address that deskplane desktop open prints.',
  signedOff: 'You have signed off.',
  signedOffHint: 'The desktop runs on. Ask for a new address to come back.',
  retry: 'Connect now',
  nextTry: (seconds: number) => `Next attempt in ${seconds} s.`,
  onlookers: (names: string) => `Looking on: ${names}`,
  onlooker: 'You are looking on. The users of this desktop see your name.',
  clipboard: 'Clipboard',
  clipboardHint:
    'Text copied on the desktop appears here. Text typed or pasted here can be pasted on the desktop.',
  files: 'Files',
  filesHint: 'The folder Transfer in the home folder of the desktop. Click a file to download it.',
  filesUpload: 'Upload files …',
  filesDrop: 'Drop files here to upload them',
  filesNone:
    'There are no files yet. Drop some onto the screen, or save them on the desktop in the folder Transfer.',
  filesRights: 'You may no longer transfer files of this desktop.',
  filesOff: 'The desktop is not running, or its screen is not connected.',
  filesGone: 'The file is no longer there.',
  filesFull: 'The disk of the desktop is full.',
  filesName: 'The desktop cannot use this name.',
  filesLarge: 'The file is larger than 2 GiB.',
  filesChanged: 'The file was changed meanwhile. Try again.',
  filesFolder: 'Folders cannot be uploaded. Pack it into one file first.',
  filesUnreadable: 'The file cannot be read.',
  download: (name: string) => `Download ${name}`,
  downloaded: (name: string) => `${name} was downloaded.`,
  uploaded: (name: string) => `${name} was uploaded.`,
  ofSize: (done: string, all: string) => `${done} of ${all}`,
  cancel: 'Cancel',
  keys: 'Keys',
  keysHint:
    'In terminals, Ctrl + Shift + C copies and Ctrl + Shift + V pastes; Shift + Insert pastes what is selected.',
  keyboard: 'On-screen keyboard',
  fullScreen: 'Full screen',
  signOff: 'Sign off',
  close: 'Close',
  connected: 'Connected',
  notConnected: 'Not connected',
};

export type Words = typeof en;

const zh: Words = {
  title: '桌面',
  connecting: '正在连接…',
  connectingAgain: '正在重新连接…',
  lost: '连接已中断。',
  deleted: '该桌面已删除。',
  deletedAt: (time) => `该桌面已于${time}删除。`,
  deletedHint: '桌面中的数据随之删除。如需新桌面，请联系管理员。',
  stopped: '该桌面已关机。',
  stoppedHint: '您无权将其开机，请联系管理员。开机后画面会自动出现。',
  stoppedMay: '开机后画面会自动出现。',
  start: '开机',
  hibernated: '该桌面已休眠。',
  hibernatedHint: '您无权将其唤醒，请联系管理员。唤醒后画面会自动出现。',
  hibernatedMay: '唤醒后画面会自动出现。',
  wake: '唤醒',
  notStarted: '未能开机。',
  retryStart: '重试',
  starting: '桌面正在启动…',
  failed: '该桌面未能启动。',
  failedHint: '请联系管理员。',
  rights: '您已无权查看该桌面。',
  rightsHint: '请获取新的地址，或联系管理员。',
  full: '查看该桌面的人数过多。',
  used: '该地址已使用过，或已超过一分钟。',
  usedHint: '每个地址只能打开一次，请获取新的地址。',
  none: '没有可显示的画面。',
  noneHint: '请打开 deskplane desktop open 给出的地址。',
  signedOff: '您已退出。',
  signedOffHint: '桌面仍在运行。如需返回，请获取新的地址。',
  retry: '立即连接',
  nextTry: (seconds) => `${seconds} 秒后重试。`,
  onlookers: (names) => `正在查看该桌面：${names}`,
  onlooker: '您正在查看他人的桌面，桌面用户会看到您的名称。',
  clipboard: '剪贴板',
  clipboardHint: '在桌面上复制的文本会显示在这里；在这里输入或粘贴的文本可以粘贴到桌面上。',
  files: '文件',
  filesHint: '桌面主目录下的 Transfer 文件夹，点击文件即可下载。',
  filesUpload: '上传文件…',
  filesDrop: '将文件拖放到此处即可上传',
  filesNone: '暂无文件。可将文件拖放到画面上，或在桌面上保存到 Transfer 文件夹。',
  filesRights: '您已无权传输该桌面的文件。',
  filesOff: '桌面未运行，或画面未连接。',
  filesGone: '文件已不存在。',
  filesFull: '桌面磁盘已满。',
  filesName: '桌面无法使用该文件名。',
  filesLarge: '文件超过 2 GiB。',
  filesChanged: '文件在下载期间发生了变化，请重试。',
  filesFolder: '无法上传文件夹，请先打包成一个文件。',
  filesUnreadable: '无法读取该文件。',
  download: (name) => `下载 ${name}`,
  downloaded: (name) => `${name} 已下载。`,
  uploaded: (name) => `${name} 已上传。`,
  ofSize: (done, all) => `${done} / ${all}`,
  cancel: '取消',
  keys: '按键',
  keysHint: '在终端中，Ctrl + Shift + C 复制，Ctrl + Shift + V 粘贴；Shift + Insert 粘贴所选文本。',
  keyboard: '屏幕键盘',
  fullScreen: '全屏',
  signOff: '退出',
  close: '关闭',
  connected: '已连接',
  notConnected: '未连接',
};

/** The language asked for by `?lang`, else the browser's: Chinese or English. */
export const language: 'en' | 'zh' = (() => {
  const asked = new URLSearchParams(location.search).get('lang') ?? '';
  const wanted = /^(en|zh)/i.test(asked) ? asked : navigator.language;
  return /^zh/i.test(wanted) ? 'zh' : 'en';
})();

export const words: Words = language === 'zh' ? zh : en;

/** A moment in the reader's language and time zone. */
export function writeTime(iso: string): string {
  return new Date(iso).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
  });
}

/** Puts the words where the page names them: `data-words` in the text, `data-label` in the label. */
export function fillWords(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  const find = (name: string | undefined): string => {
    const text: unknown = Reflect.get(words, name ?? '');
    return typeof text === 'string' ? text : '';
  };
  for (const element of document.querySelectorAll<HTMLElement>('[data-words]'))
    element.textContent = find(element.dataset['words']);
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
    element.title = find(element.dataset['label']);
    element.setAttribute('aria-label', element.title);
  }
}
