import { fittingStart } from '../text/unfitText.js';
import { networkErrors } from './networkErrors.js';
import { policyErrors } from './policyErrors.js';
import { stsErrors } from './stsErrors.js';
import { thingInChinese } from './things.js';

/** The languages that answers are written in. */
export type Language = 'en' | 'zh';

interface ErrorEntry {
  readonly status: number;
  readonly en: string;
  readonly zh: string;
  /**
   * Whether the code is one that Huawei's service is known to use, or one that Deskplane chose
   * (docs/reference/errors.md#codes).
   */
  readonly origin: 'huawei' | 'deskplane';
}

/**
 * The one catalogue of error codes. Codes are stable and at most 12 characters (docs/reference/errors.md#shapes).
 * `{0}`, `{1}` stand for the arguments of {@link ApiError}.
 */
export const errorCatalogue = {
  'APIGW.0101': {
    status: 404,
    origin: 'huawei',
    en: 'The API does not exist or is not published.',
    zh: 'API不存在或未发布。',
  },
  'APIGW.0201': { status: 400, origin: 'huawei', en: 'Bad request: {0}', zh: '请求格式错误：{0}' },
  'APIGW.0301': {
    status: 401,
    origin: 'huawei',
    en: 'Incorrect IAM authentication information: {0}',
    zh: 'IAM认证信息错误：{0}',
  },
  'APIGW.0307': { status: 401, origin: 'huawei', en: 'The token must be updated.', zh: 'token需要更新。' },
  'APIGW.0308': {
    status: 429,
    origin: 'huawei',
    en: 'The throttling threshold has been reached. Try again in {0} seconds.',
    zh: '达到流控阈值，请在{0}秒后重试。',
  },
  'WKS.0001': { status: 400, origin: 'huawei', en: 'Invalid request: {0}', zh: '请求参数无效：{0}' },
  // By its code clients know that they are to try again later.
  'WKS.0407': {
    status: 400,
    origin: 'huawei',
    en: 'Disks are being added to desktop {0}. Wait until that is done.',
    zh: '桌面{0}正在添加磁盘，请等待完成。',
  },
  'WKS.00010032': {
    status: 409,
    origin: 'huawei',
    en: 'Operation conflict: desktop {0} is in the state "{1}", which does not allow this operation.',
    zh: '操作冲突：桌面{0}当前状态为“{1}”，不允许执行该操作。',
  },
  'WKS.00010099': {
    status: 403,
    origin: 'huawei',
    en: 'The Workspace service is not open in this project.',
    zh: '该项目未开通云桌面服务。',
  },
  'WKS.00170208': {
    status: 400,
    origin: 'huawei',
    en: 'The user group does not exist.',
    zh: '用户组不存在。',
  },
  'WKS.00170312': {
    status: 404,
    origin: 'huawei',
    en: 'The desktop user does not exist.',
    zh: '桌面用户不存在。',
  },
  '1101': { status: 400, origin: 'huawei', en: 'Invalid name: {0}', zh: '名称校验失败：{0}' },
  '1102': {
    status: 400,
    origin: 'huawei',
    en: 'Invalid e-mail address: one such as ann@example.com is expected.',
    zh: '邮箱校验失败：应为ann@example.com这样的地址。',
  },
  '1103': { status: 400, origin: 'huawei', en: 'Invalid password: {0}', zh: '密码校验失败：{0}' },
  '1104': {
    status: 400,
    origin: 'huawei',
    en: 'Invalid mobile number: 3 to 32 digits are expected, and a country code such as 0086.',
    zh: '手机号校验失败：应为3到32位数字，国家码如0086。',
  },
  '1106': {
    status: 400,
    origin: 'huawei',
    en: 'Country code and mobile number must be given together.',
    zh: '国家码、手机号必须同时存在。',
  },
  '1107': {
    status: 400,
    origin: 'huawei',
    en: 'The account administrator cannot be deleted or disabled.',
    zh: '账号管理员不能被删除或停用。',
  },
  '1108': {
    status: 400,
    origin: 'huawei',
    en: 'The new password must differ from the old one.',
    zh: '新密码不能与原密码相同。',
  },
  '1109': {
    status: 400,
    origin: 'huawei',
    en: 'A user has this name already, or one that looks the same.',
    zh: '用户名已存在，或与已有用户名外观相同。',
  },
  '1115': {
    status: 400,
    origin: 'huawei',
    en: 'The account may have no more than {0} IAM users.',
    zh: 'IAM用户数量已达到上限（{0}）。',
  },
  '1117': {
    status: 400,
    origin: 'huawei',
    en: 'Invalid description: at most 255 characters, without < > &.',
    zh: '描述校验失败：最多255个字符，不含< > &。',
  },
  '1118': {
    status: 400,
    origin: 'huawei',
    en: 'The password is too easy to guess: {0}',
    zh: '密码是弱密码：{0}',
  },
  ...networkErrors,
  ...policyErrors,
  ...stsErrors,
  'IAM.0003': {
    status: 403,
    origin: 'huawei',
    en: 'Your policies do not allow {0}.',
    zh: '您的策略不允许执行{0}。',
  },
  'DPL.0403': {
    status: 403,
    origin: 'deskplane',
    en: 'You have no permission for {0}.',
    zh: '没有执行{0}的权限。',
  },
  'DPL.0404': { status: 404, origin: 'deskplane', en: 'The {0} does not exist.', zh: '资源不存在（{0}）。' },
  'DPL.0409': { status: 409, origin: 'deskplane', en: 'Conflict: {0}', zh: '操作冲突：{0}' },
  'DPL.4033': {
    status: 403,
    origin: 'deskplane',
    en: 'This page may not transfer files: whoever opened it needs the right to open the screen, and no other site may ask.',
    zh: '该页面无权传输文件：打开页面的用户须有权打开桌面画面，且不接受其他网站的请求。',
  },
  'DPL.4093': {
    status: 409,
    origin: 'deskplane',
    en: 'Files go up and down only while this page shows the screen of the desktop.',
    zh: '仅当该页面正在显示桌面画面时，才能传输文件。',
  },
  'DPL.4094': {
    status: 409,
    origin: 'deskplane',
    en: 'The folder of the desktop already has something of this name: {0}',
    zh: '桌面的文件夹中已有同名内容：{0}',
  },
  'DPL.0412': {
    status: 412,
    origin: 'deskplane',
    en: 'The deletion plan or the name of the desktop has changed since it was confirmed. Nothing was deleted. Read the new plan and confirm it.',
    zh: '删除计划或桌面名称在确认后已发生变化，未执行任何删除。请查看新的计划并重新确认。',
  },
  'DPL.0413': {
    status: 413,
    origin: 'deskplane',
    en: 'There is no room for that: {0}',
    zh: '空间不足，无法接收：{0}',
  },
  'DPL.0415': {
    status: 415,
    origin: 'deskplane',
    en: 'The request body must be JSON, sent with Content-Type: application/json.',
    zh: '请求体必须为JSON，且Content-Type为application/json。',
  },
  'DPL.0423': {
    status: 409,
    origin: 'deskplane',
    en: 'Desktop {0} is protected from deletion. Remove its deletion protection first.',
    zh: '桌面{0}已开启删除保护，请先关闭删除保护。',
  },
  'DPL.0430': {
    status: 409,
    origin: 'deskplane',
    en: 'Volume {0} is the system disk of its desktop: it goes with the desktop only.',
    zh: '磁盘{0}是桌面的系统盘，只能随桌面一并删除。',
  },
  'DPL.0431': {
    status: 409,
    origin: 'deskplane',
    en: 'The desktop of volume {0} is being deleted, and the volume with it.',
    zh: '磁盘{0}所属的桌面正在删除，该磁盘将一并删除。',
  },
  'DPL.0432': {
    status: 409,
    origin: 'deskplane',
    en: 'Desktop {0} must be off before its disks can grow: this machine lets no disk grow while its desktop runs.',
    zh: '桌面{0}须先关机才能扩容磁盘：本机不支持在桌面运行时扩容磁盘。',
  },
  'DPL.0435': {
    status: 409,
    origin: 'deskplane',
    en: 'The desktop or the disk of snapshot {0} is being deleted, and the snapshot with it.',
    zh: '快照{0}所属的桌面或磁盘正在删除，该快照将一并删除。',
  },
  'DPL.0436': {
    status: 409,
    origin: 'deskplane',
    en: 'Snapshot {0} is in the state "{1}": a disk can be put back only to one that is "available".',
    zh: '快照{0}当前状态为“{1}”：只能将磁盘恢复到状态为“available”的快照。',
  },
  'DPL.0437': {
    status: 409,
    origin: 'deskplane',
    en: 'Desktop {0} is in the state "{1}": it must be off before a disk of it can be put back to a snapshot. Shut it down first.',
    zh: '桌面{0}当前状态为“{1}”：须先关机才能将其磁盘恢复到快照。',
  },
  'DPL.0438': {
    status: 412,
    origin: 'deskplane',
    en: 'The plan of the restore has changed since it was confirmed. Nothing was restored. Read the new plan and confirm it.',
    zh: '恢复计划在确认后已发生变化，未执行任何恢复。请查看新的计划并重新确认。',
  },
  'DPL.0439': {
    status: 409,
    origin: 'deskplane',
    en: 'The database of the service was put back to an earlier state meanwhile: whether this was done is not known.',
    zh: '服务的数据库在此期间被恢复到较早的状态：无法得知该操作是否已完成。',
  },
  'DPL.0440': {
    status: 412,
    origin: 'deskplane',
    en: 'The plan of the rebuild has changed since it was confirmed. Nothing was rebuilt. Read the new plan and confirm it.',
    zh: '重建计划在确认后已发生变化，未执行任何重建。请查看新的计划并重新确认。',
  },
  'DPL.4001': {
    status: 400,
    origin: 'deskplane',
    en: 'The image cannot be imported: {0}',
    zh: '无法导入镜像：{0}',
  },
  'DPL.4041': {
    status: 404,
    origin: 'deskplane',
    en: 'There is no such upload: nothing was sent under this ID, or not gone on with for an hour. Send the archive first.',
    zh: '上传不存在：该ID下没有发送过内容，或已中断超过一小时。请先发送归档。',
  },
  // The sentence by which clients know that a desktop whose tags they ask for is not there.
  'DPL.4042': {
    status: 404,
    origin: 'deskplane',
    en: 'The resource does not exist or is a resource of another project. DesktopId is not exist.',
    zh: '资源不存在，或属于其他项目：没有该桌面ID。',
  },
  'DPL.4092': {
    status: 409,
    origin: 'deskplane',
    en: 'User {0} cannot be erased yet: {1}.',
    zh: '暂时无法抹除用户{0}：{1}。',
  },
  'DPL.4031': {
    status: 403,
    origin: 'deskplane',
    en: 'You cannot sign in here: {0}.',
    zh: '无法在此登录：{0}。',
  },
  'DPL.4091': { status: 409, origin: 'deskplane', en: 'Quota exceeded: {0}', zh: '超出配额：{0}' },
  'DPL.0500': { status: 500, origin: 'deskplane', en: 'An internal error occurred.', zh: '服务内部错误。' },
  'DPL.0501': {
    status: 409,
    origin: 'deskplane',
    en: 'Not supported here: {0}',
    zh: '此处不支持：{0}',
  },
  'DPL.0502': {
    status: 502,
    origin: 'deskplane',
    en: 'The engine failed to carry out the task: {0}',
    zh: '引擎未能完成任务：{0}',
  },
  'DPL.0503': {
    status: 503,
    origin: 'deskplane',
    en: 'The service is not ready: {0}',
    zh: '服务未就绪：{0}',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** What fills a gap in a catalogue sentence: a name or number that reads the same everywhere, or words in each language. */
export type ErrorArgument = string | Readonly<Record<Language, string>>;

/** Where in a request a field stands that is at fault. */
export type RequestPart = 'path' | 'query' | 'header' | 'body';

/** Which field of a request is at fault: `body: root_volume.size`; only the part, where no field of it can be named. */
export type FaultyField = RequestPart | `${RequestPart}: ${string}`;

/** What a call is about that stands against it: by its kind and id. */
type ThingAtFault = `${'desktop' | 'user_id' | 'user_ids' | 'group_id'}: ${string}` | `fault ${string}`;

/** An error for the caller. It is thrown anywhere below the routes and turned into an answer in one place. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly args: readonly ErrorArgument[];
  /** What exactly was wrong, for `error_detail`: the field at fault, never a secret. */
  readonly detail: FaultyField | ThingAtFault | undefined;

  constructor(code: ErrorCode, args: readonly ErrorArgument[] = [], detail?: FaultyField | ThingAtFault) {
    super(describeError(code, 'en', args));
    this.name = 'ApiError';
    this.code = code;
    this.args = args;
    this.detail = detail;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

/** The catalogue's sentence for a code with its arguments filled in, at most 1000 characters (docs/reference/errors.md#shapes). */
export function describeError(code: ErrorCode, language: Language, args: readonly ErrorArgument[]): string {
  const text: string = errorCatalogue[code][language];
  const filled = text.replace(/\{(\d)\}/g, (_, index: string) => {
    const argument = args[Number(index)] ?? '';
    if (typeof argument !== 'string') return argument[language];
    return code === 'DPL.0404' && language === 'zh' ? thingInChinese(argument) : argument;
  });
  return fittingStart(filled, 1000);
}
