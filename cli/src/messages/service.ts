import type { OwnCommands } from '@deskplane/server/system/ownCommand.js';

/** Texts about reaching the service and waiting for it, in English. */
export const serviceEn = ({ deskplane, start }: OwnCommands) => ({
  credentials: {
    missing: (paths: string) => `no service has run here yet: there is no ${paths}. Start it with: ${start}`,
    named: (path: string) => `the credentials file ${path} does not exist.`,
    forbidden: (path: string) =>
      `the credentials file ${path} belongs to another user. Run this as that user, or pass a copy with --credentials.`,
    unreadable: (path: string, why: string) => `cannot read the credentials file ${path}: ${why}`,
    malformed: (path: string, what: string) => `${path} is not a credentials file of Deskplane: ${what}.`,
    noField: (field: string) => `it has no "${field}"`,
    noEndpoint: 'its "endpoint" is not an HTTP address',
    noJson: 'it is not JSON',
  },
  api: {
    refused: (endpoint: string) =>
      `the service does not answer at ${endpoint}: nothing listens there. Start it with: ${start}`,
    timeout: (endpoint: string) => `the request to ${endpoint} timed out.`,
    broken: (endpoint: string, why: string) => `cannot reach the service at ${endpoint}: ${why}`,
    distrusted: (endpoint: string, why: string) =>
      `cannot reach the service at ${endpoint}: its certificate is not trusted (${why}). If an authority of your own issued it: ${deskplane} login --ca FILE, or NODE_EXTRA_CA_CERTS=FILE`,
    otherName: (endpoint: string, names: string) =>
      `cannot reach the service at ${endpoint}: its certificate is for other names (${names}). Use one of these in the address, or give the server a certificate for this one.`,
    noTls: (endpoint: string) =>
      `cannot reach the service at ${endpoint}: what listens there does not speak TLS. Is its address http instead of https?`,
    cutOff: (endpoint: string, code: string) =>
      `the connection to ${endpoint} was ended without an answer (${code}).`,
    cutOffAtOnce: (endpoint: string, code: string) =>
      `cannot reach the service at ${endpoint}: the connection was ended without an answer (${code}). If TLS is spoken there, its address begins with https.`,
    unknownOutcome: (said: string) =>
      `${said} Whether the service did what was asked is not known: look before you give the command again.`,
    notJson: (endpoint: string, status: number) =>
      `the server at ${endpoint} is not Deskplane (HTTP ${status} without JSON).`,
    notOurs: (endpoint: string, status: number) =>
      `the server at ${endpoint} is not Deskplane (HTTP ${status} without its X-Request-Id).`,
    redirects: (endpoint: string, to: string) =>
      to === ''
        ? `the server at ${endpoint} is not Deskplane: it redirects.`
        : `the server at ${endpoint} redirects to ${to} and does not answer by itself. If Deskplane is there, give that address.`,
    interrupted: 'interrupted before the service answered.',
    error: (text: string, facts: string) => `${text} (${facts})`,
    request: (id: string) => `request ${id}`,
    stale: (refusal: string) =>
      `${refusal}. If the credentials are out of date, renew them: ${deskplane} admin password --renew`,
  },
  status: {
    running: (endpoint: string) => `Deskplane is running at ${endpoint}.`,
    rejected: `The credentials are no longer valid. Renew them: ${deskplane} admin password --renew`,
    ready: 'Ready',
    readyYes: 'yes: deletions are accepted',
    log: 'Log',
    no: (why: string) => `no: ${why}`,
    engine: 'Engine',
    working: 'working',
    warning: 'Note',
    clock: 'Clock',
    clockMoved: (by: string) =>
      `moved ${by} ahead by tests: tokens expire and scheduled tasks are due by it. Set it back: ${deskplane} clock reset`,
    desktops: 'Desktops',
    deletions: 'Deletions running',
    region: 'Region',
    project: 'Project',
    enterprise: 'Enterprise ID',
    desk: 'Desk',
    noDesk:
      'the page /desk of the service. Mails have no link to it, and nobody can be invited: set DESKPLANE_PUBLIC_URL',
    keepsMails: 'there is no mail server: mails are kept as files, and nobody gets them. Set SMTP_URL',
  },
  env: {
    terraformHint: `Terraform reads endpoints only from its provider block. Print one with: ${deskplane} env --terraform`,
  },
  wait: {
    slow: (seconds: number) => `Waiting for the service: ${seconds} s`,
    away: 'The service does not answer; retrying',
    /** @param trouble what holds the work up; empty: nothing is known to */
    gaveUp: (time: string, look: string, trouble: string) =>
      `timed out after ${time}${trouble === '' ? '' : `; ${trouble}`}. The service continues the work; see: ${look}`,
    interrupted: (look: string) => `stopped waiting. The service continues the work; see: ${look}`,
    lookAtDesktops: `${deskplane} desktop list`,
    lookAtDeletions: `${deskplane} deletion list`,
    lookAtDeletion: (id: string) => `${deskplane} deletion watch ${id}`,
  },
});

/** The same in Chinese. */
export const serviceZh = ({ deskplane, start }: OwnCommands): ReturnType<typeof serviceEn> => ({
  credentials: {
    missing: (paths) => `这里尚未运行过服务：没有 ${paths}。启动命令：${start}`,
    named: (path) => `凭证文件 ${path} 不存在。`,
    forbidden: (path) =>
      `凭证文件 ${path} 属于其他用户。请以该用户身份运行，或用 --credentials 指定一份副本。`,
    unreadable: (path, why) => `无法读取凭证文件 ${path}：${why}`,
    malformed: (path, what) => `${path} 不是 Deskplane 的凭证文件：${what}。`,
    noField: (field) => `缺少“${field}”`,
    noEndpoint: '“endpoint”不是 http 地址',
    noJson: '内容不是 JSON',
  },
  api: {
    refused: (endpoint) => `服务在 ${endpoint} 无响应：该地址没有程序监听。启动命令：${start}`,
    timeout: (endpoint) => `对 ${endpoint} 的请求超时。`,
    broken: (endpoint, why) => `无法连接 ${endpoint} 的服务：${why}`,
    distrusted: (endpoint, why) =>
      `无法连接 ${endpoint} 上的服务：其证书不受信任（${why}）。如果证书由您自己的机构签发，请使用：${deskplane} login --ca FILE，或 NODE_EXTRA_CA_CERTS=FILE`,
    otherName: (endpoint, names) =>
      `无法连接 ${endpoint} 上的服务：其证书属于其他名称（${names}）。请在地址中使用这些名称之一，或为服务器配置适用于该地址的证书。`,
    noTls: (endpoint) => `无法连接 ${endpoint} 上的服务：该端口未使用 TLS。地址是否应为 http 而不是 https？`,
    cutOff: (endpoint, code) => `与 ${endpoint} 的连接未应答即中断（${code}）。`,
    cutOffAtOnce: (endpoint, code) =>
      `无法连接 ${endpoint} 上的服务：连接未应答即中断（${code}）。如果该端口使用 TLS，地址应以 https 开头。`,
    unknownOutcome: (said) => `${said}服务是否已执行该请求尚不清楚：请先查看结果，再决定是否重新执行。`,
    notJson: (endpoint, status) => `${endpoint} 上的程序不是 Deskplane（HTTP ${status}，且不是 JSON）。`,
    notOurs: (endpoint, status) =>
      `${endpoint} 上的程序不是 Deskplane（HTTP ${status}，且没有其 X-Request-Id）。`,
    redirects: (endpoint, to) =>
      to === ''
        ? `${endpoint} 上的程序不是 Deskplane：它只作重定向。`
        : `${endpoint} 重定向到 ${to}，自身不提供应答。如果 Deskplane 在那里，请使用该地址。`,
    interrupted: '服务应答之前已中断。',
    error: (text, facts) => `${text}（${facts}）`,
    request: (id) => `请求 ${id}`,
    stale: (refusal) => `${refusal}。如果凭证已失效，可生成新的凭证：${deskplane} admin password --renew`,
  },
  status: {
    running: (endpoint) => `Deskplane 正在 ${endpoint} 运行。`,
    rejected: `凭证已失效。生成新的凭证：${deskplane} admin password --renew`,
    ready: '就绪',
    readyYes: '是，可受理删除',
    log: '日志',
    no: (why) => `否：${why}`,
    engine: '引擎',
    working: '正常',
    warning: '注意',
    clock: '时钟',
    clockMoved: (by) =>
      `被测试拨快了 ${by}：令牌过期和定时任务执行以它为准。还原命令：${deskplane} clock reset`,
    desktops: '桌面数',
    deletions: '进行中的删除',
    region: '区域',
    project: '项目',
    enterprise: '企业ID',
    desk: '登录页面',
    noDesk: '服务的 /desk 页面。邮件中没有该链接，也无法邀请用户：请设置 DESKPLANE_PUBLIC_URL',
    keepsMails: '没有邮件服务器：邮件存为文件，没有人会收到。请设置 SMTP_URL',
  },
  env: {
    terraformHint: `Terraform 的终端节点只能写在 provider 块中：${deskplane} env --terraform 可输出该块。`,
  },
  wait: {
    slow: (seconds) => `正在等待服务：${seconds} 秒`,
    away: '服务暂无响应，正在重试',
    gaveUp: (time, look, trouble) =>
      `等待超时（${time}）${trouble === '' ? '' : `：${trouble}`}。服务会继续执行，可查看：${look}`,
    interrupted: (look) => `已停止等待，但服务会继续执行该任务，可查看：${look}`,
    lookAtDesktops: `${deskplane} desktop list`,
    lookAtDeletions: `${deskplane} deletion list`,
    lookAtDeletion: (id) => `${deskplane} deletion watch ${id}`,
  },
});
