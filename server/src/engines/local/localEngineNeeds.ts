/** What the local engine needs of Debian: the package and the program that shows it is there. */
export const localEngineNeeds = [
  { package: 'runc', program: 'runc' },
  { package: 'lxcfs', program: 'lxcfs' },
  { package: 'e2fsprogs', program: 'mkfs.ext4' },
  { package: 'xfsprogs', program: 'xfs_io' },
  { package: 'nftables', program: 'nft' },
  { package: 'skopeo', program: 'skopeo' },
  { package: 'umoci', program: 'umoci' },
  { package: 'iproute2', program: 'ip' },
  { package: 'procps', program: 'sysctl' },
  { package: 'tigervnc-standalone-server', program: 'Xtigervnc' },
  { package: 'openbox', program: 'openbox' },
  { package: 'xterm', program: 'xterm' },
] as const;
