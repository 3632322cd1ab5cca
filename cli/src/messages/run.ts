/** Texts about the service for the length of one program, in English. */
export const runEn = (deskplane: string) => ({
  help: {
    run: 'start a simulated service, run a program whose clients find it, and take the service away again',
    program: 'the program and its arguments, behind --',
    logs: 'keep the logs of the service in this directory',
    verbose: 'show the steps of the start and the end',
    details: [
      'The service is private: a free port of loopback, a database of its own that is not synced to disk, simulated desktops without delay. Nothing of it stays.',
      `The program gets the variables that "${deskplane} env" prints, and no others of their kind.`,
      'For programs with a fixed region set DESKPLANE_REGION=cn-north-4, say. DESKPLANE_SIMULATED_DELAY_MS, _SEED and _FAULT_RATE count too; other settings do not.',
      "The exit code is the program's own; 128 and the number of a signal that ended it; 125: the service did not start; 126: this user may not run the program; 127: it, or its interpreter, is not there.",
    ],
  },
  ownCredentials: 'run makes credentials of its own: leave out --credentials and --profile.',
  notStarted: (why: string) => `the service cannot start, so nothing was run. ${why}`,
  missing: (program: string) => `there is no program "${program}"${program.includes('/') ? '' : ' in PATH'}`,
  forbidden: (program: string) => `"${program}" is not a program that this user may run`,
  interpreter: (program: string, interpreter: string | undefined) =>
    interpreter === undefined
      ? `"${program}" is there, but not the interpreter or loader that it needs`
      : `"${program}" is there, but not its interpreter "${interpreter}"`,
  nothingStarted: (why: string) => `${why}; no service was started.`,
  serviceStarted: (why: string) => `${why}.`,
});

/** The same in Chinese. */
export const runZh = (deskplane: string): ReturnType<typeof runEn> => ({
  help: {
    run: '启动模拟的服务，运行一个程序（其客户端会访问该服务），然后清除该服务',
    program: '程序及其参数，写在 -- 之后',
    logs: '将服务的日志保存到该目录',
    verbose: '显示启动和停止的步骤',
    details: [
      '该服务是私有的：使用回环地址的空闲端口、自己的数据库（不同步到磁盘）和无延迟的模拟桌面，结束后不留下任何内容。',
      `程序获得“${deskplane} env”输出的变量，同类的其他变量会被去掉。`,
      '程序使用固定区域时，请设置 DESKPLANE_REGION，例如 cn-north-4。DESKPLANE_SIMULATED_DELAY_MS、_SEED 和 _FAULT_RATE 也有效，其他设置无效。',
      '退出码即程序的退出码；被信号终止时为 128 加信号编号；125：服务未能启动；126：当前用户不能运行该程序；127：程序或其解释器不存在。',
    ],
  },
  ownCredentials: 'run 使用自己的凭证：请去掉 --credentials 和 --profile。',
  notStarted: (why) => `服务无法启动，因此未运行任何程序。${why}`,
  missing: (program) => `${program.includes('/') ? '' : 'PATH中'}没有程序“${program}”`,
  forbidden: (program) => `当前用户不能运行“${program}”`,
  interpreter: (program, interpreter) =>
    interpreter === undefined
      ? `“${program}”存在，但它所需的解释器或加载器不存在`
      : `“${program}”存在，但它的解释器“${interpreter}”不存在`,
  nothingStarted: (why) => `${why}，未启动服务。`,
  serviceStarted: (why) => `${why}。`,
});
