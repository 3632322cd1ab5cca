/** The part of the catalogue that networks have: docs/reference/errors.md#networks. */
export const networkErrors = {
  'VPC.0101': { status: 400, origin: 'huawei', en: 'Invalid VPC: {0}', zh: 'VPC参数无效：{0}' },
  'VPC.0104': {
    status: 409,
    origin: 'huawei',
    en: 'The VPC has subnets ({0}). Delete them first.',
    zh: 'VPC中有{0}个子网，请先删除这些子网。',
  },
  'VPC.0114': {
    status: 409,
    origin: 'huawei',
    en: 'The project may have no more than {0}.',
    zh: '项目最多只能有{0}。',
  },
  'VPC.0117': {
    status: 400,
    origin: 'huawei',
    en: 'The range of a VPC must contain its subnets: {0}',
    zh: 'VPC的网段必须包含其所有子网：{0}',
  },
  'VPC.0201': { status: 400, origin: 'huawei', en: 'Invalid subnet: {0}', zh: '子网参数无效：{0}' },
  'VPC.0203': {
    status: 400,
    origin: 'huawei',
    en: 'The subnet is not within the range of its VPC: {0}',
    zh: '子网不在VPC的网段之内：{0}',
  },
  'VPC.0204': {
    status: 400,
    origin: 'huawei',
    en: 'Another subnet of the VPC has some of these addresses: {0}',
    zh: '与VPC中的其他子网重叠：{0}',
  },
  'VPC.0207': {
    status: 400,
    origin: 'huawei',
    en: 'Subnet {0} is not in this VPC.',
    zh: '子网{0}不属于该VPC。',
  },
  'VPC.0209': {
    status: 409,
    origin: 'huawei',
    en: 'The subnet is still used: {0} of its addresses are those of desktops, or were not seen free yet. Delete the desktops first.',
    zh: '子网仍在使用：有{0}个地址属于桌面或尚未确认释放，请先删除这些桌面。',
  },
  'VPC.0212': {
    status: 400,
    origin: 'huawei',
    en: 'Invalid range of a subnet: {0}',
    zh: '子网网段无效：{0}',
  },
  'VPC.0604': {
    status: 409,
    origin: 'huawei',
    en: 'The project may have no more than {0}.',
    zh: '项目最多只能有{0}。',
  },
} as const;
