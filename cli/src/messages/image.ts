/** Texts about images, in English. */
export const imageEn = {
  help: {
    image: 'list, build, import and delete the images that desktops start from',
    list: 'list the images',
    import: 'import an OCI or docker archive (docker save, podman save, skopeo copy)',
    nameArgument: 'name of the image: letters, digits, ".", "_" and "-"',
    fileArgument: 'the archive: a .tar file, plain or gzipped',
    memory: 'memory that a desktop of it needs, in MB',
    disk: 'system disk that a desktop of it needs, in GB',
    delete: 'delete images that no desktop uses',
    imagesArgument: 'names or IDs of images',
  },
  titles: { name: 'NAME', system: 'SYSTEM', memory: 'MEMORY', disk: 'DISK', size: 'SIZE', id: 'ID' },
  noFile: (file: string, why: string) => `the archive ${file} cannot be read: ${why}`,
  badName: (name: string) =>
    `"${name}" cannot name an image: up to 63 letters, digits, ".", "_" and "-", beginning with a letter or digit.`,
  uploading: (done: string, total: string) => `Uploading: ${done} of ${total}`,
  unpacking: (seconds: string) => `The service checks and unpacks the archive (${seconds})`,
  again: (why: string) => `The upload was interrupted and goes on: ${why}`,
  badUpload: 'the service says that more of the archive is there than it has. Try again in an hour.',
  imported: (name: string, id: string) => `The image ${name} is there. Its ID is ${id}.`,
  none: (named: string) => `there is no image "${named}".`,
  deleted: (name: string) => `${name} is deleted.`,
  notDeleted: (name: string, why: string) => `${name} was not deleted: ${why}`,
};

/** The same in Chinese. */
export const imageZh: typeof imageEn = {
  help: {
    image: '列出、构建、导入和删除桌面所用的镜像',
    list: '列出镜像',
    import: '导入 OCI 或 docker 归档文件（docker save、podman save、skopeo copy）',
    nameArgument: '镜像名称：字母、数字、“.”、“_”和“-”',
    fileArgument: '归档文件：.tar，可经 gzip 压缩',
    memory: '使用该镜像的桌面所需内存（MB）',
    disk: '使用该镜像的桌面所需系统盘（GB）',
    delete: '删除没有桌面使用的镜像',
    imagesArgument: '镜像的名称或 ID',
  },
  titles: { name: '名称', system: '系统', memory: '内存', disk: '系统盘', size: '大小', id: 'ID' },
  noFile: (file, why) => `无法读取归档文件 ${file}：${why}`,
  badName: (name) => `“${name}”不能用作镜像名称：最多 63 个字母、数字、“.”、“_”和“-”，以字母或数字开头。`,
  uploading: (done, total) => `正在上传：${done}，共 ${total}`,
  unpacking: (seconds) => `服务正在检查并解包归档文件（${seconds}）`,
  again: (why) => `上传中断，正在继续：${why}`,
  badUpload: '服务端记录的已上传大小超过了归档文件本身，请一小时后重试。',
  imported: (name, id) => `镜像 ${name} 已可用，其 ID 为 ${id}。`,
  none: (named) => `没有镜像“${named}”。`,
  deleted: (name) => `${name} 已删除。`,
  notDeleted: (name, why) => `${name} 未删除：${why}`,
};
