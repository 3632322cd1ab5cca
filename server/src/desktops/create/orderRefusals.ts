import { ApiError, type Language } from '../../errors/errors.js';

/** Words of a refusal in each language. */
export type Wording = Readonly<Record<Language, string>>;

/** A refusal of an order for what one of its fields says. */
export function badOrder(field: string, wording: Wording): ApiError {
  return new ApiError('WKS.0001', [wording], `body: ${field}`);
}

/** A refusal of an order that names something which is not there. */
export function unknownInOrder(field: string, value: string): ApiError {
  const shown = value.slice(0, 100);
  return badOrder(field, {
    en: `${field} names "${shown}", which does not exist here`,
    zh: `${field}的值“${shown}”在此处不存在`,
  });
}

/** A refusal of an order for a name that is somebody else's already. */
export function nameTaken(name: string, owner: 'desktop' | 'user'): ApiError {
  const wording: Record<typeof owner, Wording> = {
    desktop: { en: `another desktop is already called ${name}`, zh: `已有名为${name}的桌面` },
    user: { en: `a desktop user is already called ${name}`, zh: `已有名为${name}的桌面用户` },
  };
  return new ApiError('DPL.0409', [wording[owner]], 'body: computer_name');
}
