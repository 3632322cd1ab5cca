import type { Language } from '../errors/errors.js';

/** One row of the configuration table. */
export interface ConfigKey {
  readonly name: string;
  /** As a user would write it; empty: nothing. */
  readonly default: string;
  /** Its value may hold a password: it is shown to nobody. */
  readonly secret?: true;
  readonly meaning: Readonly<Record<Language, string>>;
}

/** Every setting, in the order of the documentation, whose pages a test holds to this list. */
export const configKeys = [
  {
    name: 'DESKPLANE_HOST',
    default: '127.0.0.1',
    meaning: { en: 'Address to listen on.', zh: '监听的地址。' },
  },
  {
    name: 'DESKPLANE_PORT',
    default: '8080',
    meaning: {
      en: 'TCP port to listen on; 0 takes any free port.',
      zh: '监听的 TCP 端口；0 表示任选一个空闲端口。',
    },
  },
  {
    name: 'DESKPLANE_PUBLIC_URL',
    default: '',
    meaning: {
      en: 'https:// or http:// address of the service for clients; empty: the address to listen on, and in links the host of the request.',
      zh: '客户端访问服务的地址，https:// 或 http://；留空则为监听的地址，链接中用客户端访问时所用的地址。',
    },
  },
  {
    name: 'DESKPLANE_TRUSTED_PROXIES',
    default: '',
    meaning: {
      en: 'Addresses and ranges of trusted proxies, separated by commas; only their X-Forwarded-For and X-Forwarded-Proto count.',
      zh: '可信代理的地址和网段，以逗号分隔；它们的 X-Forwarded-For 和 X-Forwarded-Proto 有效。',
    },
  },
  {
    name: 'DESKPLANE_TLS_CERTIFICATE',
    default: '',
    meaning: {
      en: 'PEM file with the TLS certificate and its chain; empty: plain HTTP.',
      zh: '证书及证书链的 PEM 文件，用于 TLS；留空则为明文 HTTP。',
    },
  },
  {
    name: 'DESKPLANE_TLS_KEY',
    default: '',
    meaning: { en: 'PEM file with the private key of the certificate.', zh: '证书私钥的 PEM 文件。' },
  },
  {
    name: 'DESKPLANE_SIGN_IN_PLAIN_HTTP',
    default: 'refuse',
    meaning: {
      en: 'Sign-in to the web console over plain HTTP from other machines: refuse, or allow (everybody on the way can read the password).',
      zh: '从其他机器经明文 HTTP 登录网页控制台：refuse 为拒绝，allow 为允许（途中任何人都能看到密码）。',
    },
  },
  {
    name: 'DESKPLANE_CLIENT_CONNECTIONS',
    default: '2000',
    meaning: {
      en: 'Maximum number of client connections, 10 to 100000; further ones are closed.',
      zh: '同时存在的客户端连接数上限，10 到 100000；超出的连接会被关闭。',
    },
  },
  {
    name: 'DESKPLANE_DATA_DIR',
    default: '.deskplane',
    meaning: {
      en: 'Directory for all data. A relative path starts at the clone.',
      zh: '存放全部数据的目录。相对路径以代码目录为起点。',
    },
  },
  {
    name: 'DATABASE_URL',
    default: '',
    secret: true,
    meaning: {
      en: 'PostgreSQL connection string, with one host or several; empty: an embedded PostgreSQL in the data directory.',
      zh: 'PostgreSQL 连接串，可含一个或多个主机；留空则在数据目录中使用内嵌的 PostgreSQL。',
    },
  },
  {
    name: 'DESKPLANE_DATABASE_CONNECTIONS',
    default: '30',
    meaning: {
      en: 'Maximum number of connections to PostgreSQL, 12 to 1000.',
      zh: '服务同时持有的 PostgreSQL 连接总数上限，12 到 1000。',
    },
  },
  {
    name: 'SMTP_URL',
    default: '',
    secret: true,
    meaning: {
      en: 'smtp:// or smtps:// server for mail; empty: mails are stored as mail/*.eml in the data directory.',
      zh: '邮件服务器，smtp:// 或 smtps://；留空则把邮件保存为数据目录下的 mail/*.eml。',
    },
  },
  {
    name: 'DESKPLANE_ENGINE',
    default: '',
    meaning: {
      en: 'local or simulated; empty: local if this machine can run it, decided at the first start.',
      zh: 'local 或 simulated；留空则在首次启动时判断，本机能运行本地引擎就用 local。',
    },
  },
  {
    name: 'DESKPLANE_REGION',
    default: 'local-1',
    meaning: {
      en: 'Region ID in responses and credentials; fixed at the first start, a later change is refused.',
      zh: '应答和凭证中的区域 ID；首次启动时确定，此后更改会被拒绝。',
    },
  },
  {
    name: 'DESKPLANE_MASTER_KEY_FILE',
    default: '',
    meaning: {
      en: 'File with the master key; empty: master.key in the data directory, created at the first start.',
      zh: '主密钥文件；留空则使用数据目录中的 master.key，首次启动时生成。',
    },
  },
  {
    name: 'DESKPLANE_DISKS',
    default: 'automatic',
    meaning: {
      en: 'Local engine, disks of new desktops: encrypted, plain (directories, not encrypted, size not enforced), or automatic (encrypted if this machine can).',
      zh: '本地引擎：新桌面的磁盘。encrypted 为加密；plain 为普通目录（不加密，不限制大小）；automatic 表示本机支持就加密。',
    },
  },
  {
    name: 'DESKPLANE_DISK_RESERVE_GIB',
    default: '',
    meaning: {
      en: 'Local engine: free space in GiB that disks leave to the rest of the machine; empty: a tenth of the file system, at most 10.',
      zh: '本地引擎：磁盘必须为本机其他用途保留的可用空间（GiB）；留空则为文件系统的十分之一，最多 10。',
    },
  },
  {
    name: 'DESKPLANE_DISK_OVERCOMMIT',
    default: '20',
    meaning: {
      en: 'Local engine: how many times the space of the machine all disks together may be promised, 0.1 to 1000.',
      zh: '本地引擎：所有磁盘的承诺容量之和最多为本机空间的多少倍，0.1 到 1000。',
    },
  },
  {
    name: 'DESKPLANE_EGRESS',
    default: '',
    meaning: {
      en: 'Local engine: network interface by which desktops reach the outside; empty: they reach only what their security groups allow in their VPC.',
      zh: '本地引擎：桌面访问外部网络所经的网络接口；留空：桌面只能访问安全组在其 VPC 内允许的目标。',
    },
  },
  {
    name: 'DESKPLANE_EGRESS_ALLOW',
    default: '',
    meaning: {
      en: 'Local engine: ranges that desktops may reach outside although they are private or next to this machine, separated by commas.',
      zh: '本地引擎：虽属私网或与本机直连、仍允许桌面从该接口访问的网段，以逗号分隔。',
    },
  },
  {
    name: 'DESKPLANE_DNS',
    default: '',
    meaning: {
      en: 'Local engine: addresses of at most three DNS servers for desktops whose subnet names none, separated by commas.',
      zh: '本地引擎：子网未指定 DNS 时桌面使用的 DNS 服务器地址，最多三个，以逗号分隔。',
    },
  },
  {
    name: 'DESKPLANE_LIMITS',
    default: 'auto',
    meaning: {
      en: 'Limits on requests per minute: on, off, or auto (off if the service listens on loopback only and trusts no proxy).',
      zh: '每分钟请求次数限制：on 开启，off 关闭；auto：监听地址为回环地址且没有可信代理时关闭。',
    },
  },
  {
    name: 'DESKPLANE_DELETION_RETENTION_DAYS',
    default: '365',
    meaning: {
      en: 'Days to keep the full record of a completed deletion; its receipt, its tombstone and the log stay. 0: keep it forever.',
      zh: '删除结束后完整保留的天数；此后只留下回执、墓碑和日志。0：永久完整保留。',
    },
  },
  {
    name: 'DESKPLANE_SIMULATED_SEED',
    default: '1',
    meaning: {
      en: 'Simulated engine: seed of all random choices, 0 to 4294967295.',
      zh: '模拟引擎：一切随机选择都由该种子决定，0 到 4294967295。',
    },
  },
  {
    name: 'DESKPLANE_SIMULATED_DELAY_MS',
    default: '300',
    meaning: {
      en: 'Simulated engine: mean duration of a creation or deletion in milliseconds.',
      zh: '模拟引擎：一次创建或删除的平均耗时，单位毫秒。',
    },
  },
  {
    name: 'DESKPLANE_SIMULATED_FAULT_RATE',
    default: '0',
    meaning: {
      en: 'Simulated engine: share of calls that fail, 0 to 1.',
      zh: '模拟引擎：调用失败的比例，0 到 1。',
    },
  },
  {
    name: 'DESKPLANE_SIMULATED_CONTROL',
    default: 'off',
    meaning: {
      en: 'Simulated engine: control interface for tests at /_deskplane/. off, loopback (callers on this machine only) or everywhere.',
      zh: '模拟引擎：供测试使用的控制接口 /_deskplane/。off 为关闭，loopback 仅限本机调用，everywhere 为不限。',
    },
  },
] as const satisfies readonly ConfigKey[];

export type ConfigKeyName = (typeof configKeys)[number]['name'];

/** Names the optional YAML file; in the environment only. Without it `deskplane.yaml` in the clone is read if there. */
export const configFileKey = 'DESKPLANE_CONFIG';

/** Variables that are ours but not settings: of the command, between our own processes, and for the test suite. */
const internalKeys = /^DESKPLANE_(CONFIG|CREDENTIALS|RUN_AS|TEST_[A-Z_]+)$/;

/** Whether a variable of the environment is one of our own that is not a setting. */
export function isInternalKey(name: string): boolean {
  return internalKeys.test(name);
}

/** Whether the name is a setting's. */
export function isConfigKey(name: string): name is ConfigKeyName {
  return configKeys.some((key) => key.name === name);
}

/** The setting whose name is nearest to a mistaken one, if any is near: for "did you mean". */
export function nearestConfigKey(name: string): ConfigKeyName | undefined {
  let best: { name: ConfigKeyName; distance: number } | undefined;
  for (const key of configKeys) {
    const distance = editDistance(name.toUpperCase().replaceAll('-', '_'), key.name);
    if (distance <= Math.max(2, key.name.length / 4) && distance < (best?.distance ?? Infinity)) {
      best = { name: key.name, distance };
    }
  }
  return best?.name;
}

/** Levenshtein's distance: how many characters must be put in, taken out or changed. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [row, character] of left.split('').entries()) {
    const current = [row + 1];
    for (const [column, other] of right.split('').entries()) {
      const change = (previous[column] ?? 0) + (character === other ? 0 : 1);
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
