/** As `chineseDescriptions`, of VPCs, subnets and security groups. */
export const chineseDescriptionsOfNetworks: Readonly<Record<string, string>> = {
  'Its members may begin any connection, and whatever members of it begin reaches them: four rules, which can be deleted.':
    '组内成员可以发起任何连接，也可以接受组内其他成员发起的连接：共四条规则，可以删除。',
  'Name servers take effect for desktops that are created afterwards. IPv6 can be given to a subnet without desktops.':
    'DNS服务器对此后创建的桌面生效。只能为没有桌面的子网开启IPv6。',
  'Takes effect on running desktops within about a second.': '约一秒内对运行中的桌面生效。',
  'Takes effect on running desktops within about a second. Rules only allow; as none of them goes before another, `priority` decides nothing.':
    '约一秒内对运行中的桌面生效。规则都是允许，没有先后之分，`priority`不影响结果。',
  'Takes effect on running desktops within about a second, on open connections too.':
    '约一秒内对运行中的桌面生效，包括已建立的连接。',
  'Empty: no IPv6.': '为空表示没有IPv6。',
};
