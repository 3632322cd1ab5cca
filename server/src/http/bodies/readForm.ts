import { Type } from 'typebox';
import { ApiError } from '../../errors/errors.js';

/** A part of a form, as bytes. In the document, content without a type is what OpenAPI 3.1 has for bytes. */
export const FormFile = Type.Unsafe<Buffer>({ contentMediaType: 'application/octet-stream' });

/**
 * The parts of a form (`multipart/form-data`) by their names, each as bytes, whether it was sent as a file or as a text. Names of files
 * are passed over.
 * @throws {ApiError} APIGW.0201 when it is no such form, or has a part twice
 */
export async function readForm(
  raw: Buffer,
  contentType: string | undefined,
): Promise<Readonly<Record<string, Buffer>>> {
  if (contentType === undefined || !/^multipart\/form-data\s*;/i.test(contentType)) throw noForm;
  const parts = new Map<string, Buffer>();
  for (const [name, part] of await parse(raw, contentType)) {
    if (parts.has(name)) throw twice;
    parts.set(name, typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer()));
  }
  return Object.fromEntries(parts);
}

async function parse(raw: Buffer, contentType: string): Promise<FormData> {
  try {
    // Copied: a view of the buffer need not begin where its memory does.
    return await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    if (error instanceof TypeError) throw noForm;
    throw error;
  }
}

const noForm = new ApiError('APIGW.0201', [
  {
    en: 'the body must be a form (multipart/form-data) with the file as a part of it',
    zh: '请求体必须为表单（multipart/form-data），文件为其中一项',
  },
]);
const twice = new ApiError('APIGW.0201', [{ en: 'the form has a part twice', zh: '表单中同名项重复' }]);
