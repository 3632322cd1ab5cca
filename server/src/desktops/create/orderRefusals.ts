import { ApiError, type Language, type RequestPart } from '../../errors/errors.js';

/** Words of a refusal in each language. */
export type Wording = Readonly<Record<Language, string>>;

/** Where an order's field stands in the request. */
export type OrderPart = Extract<RequestPart, 'body' | 'query'>;

/** A refusal of an order for what one of its fields says. */
export function badOrder(field: string, wording: Wording, part: OrderPart = 'body'): ApiError {
  return new ApiError('WKS.0001', [wording], `${part}: ${field}`);
}

/** A refusal of an order that names something which is not there. */
export function unknownInOrder(field: string, value: string, part: OrderPart = 'body'): ApiError {
  const shown = value.slice(0, 100);
  const wording = {
    en: `${field} must name an existing resource: "${shown}" does not exist`,
    zh: `${field}的值“${shown}”在此处不存在`,
  };
  return badOrder(field, wording, part);
}

/** A refusal of an order for a name that is somebody else's already, or that of a user whom the order itself names. */
export function nameTaken(name: string, owner: 'desktop' | 'user' | 'userOfOrder', field: string): ApiError {
  const wording: Record<typeof owner, Wording> = {
    desktop: { en: `another desktop already has the name ${name}`, zh: `已有名为${name}的桌面` },
    user: { en: `a desktop user already has the name ${name}`, zh: `已有名为${name}的桌面用户` },
    userOfOrder: {
      en: `a desktop may not be called as a user of the order: ${name}`,
      zh: `桌面不能与订单中的用户同名：${name}`,
    },
  };
  return new ApiError('DPL.0409', [wording[owner]], `body: ${field}`);
}
