import type { EngineError } from '../engines/contract.js';
import type { ImageFault } from '../engines/images.js';
import { ApiError, type ErrorArgument, type Language } from '../errors/errors.js';

/** What an engine refused: which call about an image it was decides what can be missing. */
type Call = 'upload' | 'import' | 'delete';

/** The engine's refusal of a call about an image as an answer: what is wrong, and what would be right. */
export function describeImageRefusal(error: EngineError, call: Call): ApiError {
  const words = told(error);
  switch (error.reason) {
    case 'refused':
      return new ApiError('DPL.4001', [words]);
    case 'conflict':
      return new ApiError('DPL.0409', [words]);
    case 'capacity':
      return new ApiError('DPL.0413', [words]);
    case 'not-found':
      return call === 'delete'
        ? new ApiError('DPL.0404', [{ en: 'image', zh: '镜像' }])
        : new ApiError('DPL.4041');
    case 'unreachable':
    case 'throttled':
      return new ApiError('DPL.0503', [words]);
    case 'timeout':
    case 'internal':
      return new ApiError('DPL.0502', [words]);
  }
}

/** In English the engine's own words and what would be right; in Chinese the fault's name goes before them. */
function told({ imageFault, message }: EngineError): ErrorArgument {
  const fault = imageFault === undefined ? undefined : faults[imageFault];
  if (fault === undefined) return message;
  return { en: `${message}. ${fault.right.en}`, zh: `${fault.wrong}（${message}）。${fault.right.zh}` };
}

const saved: Record<Language, string> = {
  en: 'Send what "docker save", "podman save" or "skopeo copy … oci-archive:FILE" writes, plain or gzipped.',
  zh: '请发送由“docker save”、“podman save”或“skopeo copy … oci-archive:FILE”生成的归档，可用gzip压缩。',
};

const sendAgain: Record<Language, string> = {
  en: 'Check the file and send it again.',
  zh: '请检查文件后重新发送。',
};

const buildAgain: Record<Language, string> = {
  en: 'Build the image again without it.',
  zh: '请去除该内容后重新构建镜像。',
};

const faults: Record<ImageFault, { readonly wrong: string; readonly right: Record<Language, string> }> = {
  'archive-empty': { wrong: '归档为空', right: saved },
  'archive-unknown': { wrong: '文件不是tar归档，或已损坏', right: saved },
  'archive-form': { wrong: '该tar归档既不是OCI归档，也不是docker归档', right: saved },
  'archive-incomplete': { wrong: '归档不完整', right: sendAgain },
  'archive-damaged': { wrong: '归档已损坏', right: sendAgain },
  'archive-content': { wrong: '归档内容与镜像格式不符', right: saved },
  'entry-name': { wrong: '归档中有不允许的文件名', right: buildAgain },
  'entry-kind': { wrong: '归档中有不允许的文件类型', right: buildAgain },
  'entry-repeated': { wrong: '归档中有重复的文件名', right: buildAgain },
  'image-size': {
    wrong: '镜像超出大小或文件数上限',
    right: { en: 'Build a smaller image.', zh: '请构建更小的镜像。' },
  },
  'image-count': {
    wrong: '归档中的镜像数量不是一个',
    right: { en: 'Save one image into the archive.', zh: '请在归档中只保存一个镜像。' },
  },
  'image-platform': {
    wrong: '镜像的系统或架构与本机不符',
    right: { en: 'Build the image for this machine.', zh: '请为本机的系统和架构构建镜像。' },
  },
  'image-programs': {
    wrong: '镜像缺少桌面所需的程序',
    right: { en: 'Install what docs/en/images.md lists.', zh: '请安装docs/zh/images.md中列出的程序。' },
  },
  'image-name': {
    wrong: '已有同名镜像',
    right: { en: 'Each image has a name of its own.', zh: '请删除该镜像，或使用其他名称。' },
  },
  'image-in-use': {
    wrong: '有桌面正在使用该镜像',
    right: { en: 'Delete the desktops of the image first.', zh: '请先删除使用该镜像的桌面。' },
  },
  'image-machine': {
    wrong: '该镜像是服务器自身，不能删除',
    right: { en: 'Only imported images can be.', zh: '只能删除导入的镜像。' },
  },
  'uploads-full': {
    wrong: '同时进行的上传过多',
    right: { en: 'Try again later.', zh: '请稍后重试。' },
  },
};
