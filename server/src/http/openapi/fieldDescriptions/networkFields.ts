import type { FieldTexts } from './fieldText.js';

/** VPCs, subnets, security groups and their rules. */
export const networkFields: FieldTexts = {
  vpc: ['The VPC.', 'VPC。'],
  subnet: ['The subnet.', '子网。'],
  security_group: ['The security group.', '安全组。'],
  security_group_rule: ['The rule.', '规则。'],
  'vpcs.vpc_id': ['VPC that the subnet is in.', '子网所属的VPC。'],
  'security-group-rules.id': ['Rule ID.', '规则ID。'],
  'vpc.name': ['Name, up to 64 characters.', '名称，最多64个字符。'],
  'subnet.name': ['Name, up to 64 characters.', '名称，最多64个字符。'],
  'security_group.name': ['Name, up to 64 characters.', '名称，最多64个字符。'],
  'vpc.description': ['Description, up to 255 characters.', '描述，最多255个字符。'],
  'subnet.description': ['Description, up to 255 characters.', '描述，最多255个字符。'],
  'security_group.description': ['Description, up to 255 characters.', '描述，最多255个字符。'],
  'security_group_rule.description': ['Description, up to 255 characters.', '描述，最多255个字符。'],
  'vpc.cidr': [
    'Range of its addresses, within 10.0.0.0/8 or 192.168.0.0/16, up to /28. Contains all its subnets.',
    '地址网段，在10.0.0.0/8或192.168.0.0/16之内，掩码长度不超过28，须包含其所有子网。',
  ],
  'subnet.cidr': [
    'Range of its addresses, within that of the VPC, up to /28, apart from other subnets.',
    '地址网段，在VPC网段之内，掩码长度不超过28，不与其他子网重叠。',
  ],
  'subnet.gateway_ip': [
    'Address of the gateway: one of the subnet, neither its first nor its last.',
    '网关地址：子网中的地址，不能是第一个或最后一个。',
  ],
  'subnet.vpc_id': ['VPC that it is to be in.', '子网所属的VPC。'],
  'vpc.enterprise_project_id': [
    'Only 0: networks belong to the default one.',
    '只能为0：网络属于默认企业项目。',
  ],
  'security_group.enterprise_project_id': [
    'Only 0: security groups belong to the default one.',
    '只能为0：安全组属于默认企业项目。',
  ],
  'vpc.tags': ['Not offered: leave it out.', '不支持，请省略。'],
  'subnet.tags': ['Not offered: leave it out.', '不支持，请省略。'],
  'security_group.tags': ['Not offered: leave it out.', '不支持，请省略。'],
  'security_group.vpc_id': [
    'Not offered: a security group serves all VPCs.',
    '不支持：安全组适用于所有VPC。',
  ],
  block_service_endpoint_states: ['Not offered: leave it out.', '不支持，请省略。'],
  enable_network_address_usage_metrics: ['Only false.', '只能为false。'],
  routes: ['Only none: a VPC has no routes of its own.', '只能为空：VPC没有自定义路由。'],
  enable_shared_snat: ['Only false.', '只能为false。'],
  dhcp_enable: [
    'Only true: desktops are always given their addresses.',
    '只能为true：桌面的地址总是自动分配。',
  ],
  ipv6_enable: [
    'Whether its desktops get IPv6 addresses, too. It stays once it is on.',
    '桌面是否也获得IPv6地址。开启后不能关闭。',
  ],
  primary_dns: ['First name server: the first of dnsList.', '主DNS服务器，即dnsList的第一项。'],
  secondary_dns: ['Second name server: the second of dnsList.', '备DNS服务器，即dnsList的第二项。'],
  dnsList: [
    'Name servers that desktops are told when they are made, up to five. None: those of the installation.',
    '桌面创建时获得的DNS服务器，最多5个。没有则使用本安装的设置。',
  ],
  extra_dhcp_opts: ['Only none.', '只能为空。'],
  opt_name: ['Not offered.', '不支持。'],
  opt_value: ['Not offered.', '不支持。'],
  'subnet.availability_zone': ['Not offered: a subnet serves all zones.', '不支持：子网服务于所有可用区。'],
  'subnet.scope': ['Not offered: leave it out.', '不支持，请省略。'],
  dry_run: ['Only false.', '只能为false。'],
  'security_group_rule.security_group_id': ['Security group that it is added to.', '规则所属的安全组。'],
  'security_group_rule.direction': [
    'ingress: what others begin; egress: what the desktops begin.',
    'ingress：由他方发起；egress：由桌面发起。',
  ],
  'security_group_rule.ethertype': ['IPv4 or IPv6. Omitted: IPv4.', 'IPv4或IPv6，省略则为IPv4。'],
  'security_group_rule.protocol': [
    'tcp, udp, icmp (with IPv6: icmpv6). Omitted: any.',
    'tcp、udp、icmp（IPv6为icmpv6），省略则为任意协议。',
  ],
  port_range_min: [
    'Lowest port, together with port_range_max. Omitted: any.',
    '最小端口，须与port_range_max同时指定，省略则为任意端口。',
  ],
  port_range_max: [
    'Highest port, together with port_range_min. Omitted: any.',
    '最大端口，须与port_range_min同时指定，省略则为任意端口。',
  ],
  multiport: [
    'Ports and ranges of ports, up to 20, such as 22,80-90. Omitted: any.',
    '端口或端口范围，最多20个，例如22,80-90，省略则为任意端口。',
  ],
  remote_ip_prefix: [
    'Range of the other side, such as 10.1.0.0/16. Neither it nor remote_group_id: anywhere.',
    '对端网段，例如10.1.0.0/16。与remote_group_id均省略表示任意地址。',
  ],
  'security_group_rule.remote_group_id': [
    'Security group whose desktops are the other side.',
    '对端安全组，即其中的桌面。',
  ],
  remote_address_group_id: ['Not offered: leave it out.', '不支持，请省略。'],
  'security_group_rule.action': [
    'Only allow: what no rule allows does not pass.',
    '只能为allow：未被规则允许的流量不能通过。',
  ],
  'security_group_rule.priority': [
    '1 to 100. Decides nothing, as all rules allow. Omitted: 1.',
    '1到100。所有规则都是允许，因此不影响结果，省略则为1。',
  ],
  'security_group_rule.enabled': ['Only true.', '只能为true。'],
  'query.security_group_id': ['Only rules of this security group.', '仅该安全组的规则。'],
  'query.remote_group_id': [
    'Only rules whose other side is this security group.',
    '仅对端为该安全组的规则。',
  ],
  'query.direction': ['Only ingress or only egress.', '仅ingress或仅egress。'],
};
