/** A way out of a desktop that must be closed: its name, and a Python expression that is true when it is open. */
export type Attempt = readonly [name: string, isOpen: string];

/** Calls whose arguments do not matter: what the kernel says must come from the filter, not from looking at them. */
const refusedCalls = [
  'unshare setns mount umount2 pivot_root open_tree move_mount fsopen fsconfig fsmount',
  'ptrace process_vm_readv kcmp pidfd_getfd keyctl add_key request_key bpf io_uring_setup userfaultfd perf_event_open',
  'open_by_handle_at chroot init_module finit_module delete_module reboot settimeofday clock_settime syslog',
  'kexec_load swapon quotactl acct sethostname fanotify_init',
]
  .join(' ')
  .split(' ');

const namespaceFlags = {
  mount: 0x0002_0000,
  cgroup: 0x0200_0000,
  uts: 0x0400_0000,
  ipc: 0x0800_0000,
  user: 0x1000_0000,
  pid: 0x2000_0000,
  network: 0x4000_0000,
} as const;
const families = {
  AF_VSOCK: 40,
  AF_ALG: 38,
  AF_PACKET: 17,
  AF_BLUETOOTH: 31,
  AF_XDP: 44,
  AF_CAN: 29,
} as const;
const closedFiles = [
  '/proc/sys/kernel/core_pattern',
  '/proc/sys/kernel/hostname',
  '/proc/sys/vm/drop_caches',
  '/proc/sysrq-trigger',
  '/sys/kernel/uevent_helper',
  '/sys/fs/cgroup/memory/cgroup.procs',
  '/sys/fs/cgroup/cgroup.procs',
  '/dev/mem',
  '/dev/kmsg',
  '/dev/kvm',
  '/dev/fuse',
  '/dev/loop-control',
  '/dev/loop0',
  '/dev/vda',
  '/dev/sda',
  '/dev/net/tun',
  '/etc/passwd',
  '/run/deskplane/session',
  '/run/deskplane/init',
  '/usr/bin/planted',
] as const;

/** Every way that does not depend on anything outside of the desktop. */
export const attempts: readonly Attempt[] = [
  ...refusedCalls.map((name): Attempt => [`the call ${name}`, `passes('${name}')`]),
  ...Object.entries(namespaceFlags).flatMap(([name, flag]): Attempt[] => [
    [`a new ${name} namespace by unshare`, `passes('unshare', ${flag})`],
    [`a new ${name} namespace by clone`, `passes('clone', ${flag} | 17, 0, 0, 0, 0)`],
  ]),
  ['a new user namespace by clone3, whose flags no filter sees', "passes('clone3', 0, 88)"],
  ['a new user namespace by the program unshare', "succeeds('unshare', '-Ur', 'true')"],
  ...Object.entries(families).map(
    ([name, family]): Attempt => [`a socket of ${name}`, `passes('socket', ${family}, 2, 0)`],
  ),
  ['a raw socket', "passes('socket', 2, 3, 1)"],
  ['a netlink socket of netfilter', "passes('socket', 16, 3, 12)"],
  ['a call of x32', "runs(lambda: passes('x32'))"],
  ['a call of i386', 'runs(i386)'],
  ...closedFiles.map((path): Attempt => [`writing to ${path}`, `writes('${path}')`]),
  ['reading the memory of the kernel', "reads('/proc/kcore')"],
  ['reading the keys of others', "reads('/proc/keys')"],
  ['reading the log of the kernel', "reads('/proc/kmsg')"],
  ['reading memory of process 1', "reads('/proc/1/mem')"],
  ['making a device node', "done(lambda: os.mknod('/tmp/disk', 0o60600, os.makedev(254, 0)))"],
  ['a setuid program', "'0' in output('su', '-c', 'id -u')"],
  ['setuid programs on /usr', "not os.statvfs('/usr').f_flag & os.ST_NOSUID"],
  ['gaining privileges by a new program', "'NoNewPrivs:\\t1' not in open('/proc/self/status').read()"],
  ['any capability', "re.search(r'^Cap\\w+:\\s+0*[1-9a-f]', open('/proc/self/status').read(), re.M)"],
  ['becoming root', 'done(lambda: os.setuid(0))'],
  ['joining a group of the host', 'done(lambda: os.setgroups([0, 6]))'],
  ['a directory that holds its own way out (chroot)', "done(lambda: os.chroot('/tmp'))"],
  ['remounting the root', "succeeds('mount', '-o', 'remount,rw', '/')"],
  ['loading a module', "succeeds('modprobe', 'loop')"],
  [
    'more processes by a higher limit',
    'done(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (2000000, 2000000)))',
  ],
  ['a priority above others', 'done(lambda: os.nice(-5))'],
  ['real-time scheduling', 'done(lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)))'],
  [
    'more cores',
    'done(lambda: os.sched_setaffinity(0, range(os.cpu_count()))) and len(os.sched_getaffinity(0)) > 1',
  ],
  [
    'a socket of its own in the place of the screen',
    "done(lambda: socket.socket(socket.AF_UNIX).bind('/run/screen/sock'))",
  ],
  ['the directory of the screen', "done(lambda: os.rename('/run/screen', '/run/other'))"],
];

/** The program that walks attempts inside a desktop. It gets them as JSON and prints the names of those that are open. */
export const breakOutProgram = `
import ctypes, json, mmap, os, platform, re, resource, signal, socket, subprocess, sys
x64 = platform.machine() == 'x86_64'
numbers = dict(pair.split(':') for pair in (
  'unshare:272 setns:308 mount:165 umount2:166 pivot_root:155 open_tree:428 move_mount:429 fsopen:430 fsconfig:431 fsmount:432 '
  'ptrace:101 process_vm_readv:310 kcmp:312 pidfd_getfd:438 keyctl:250 add_key:248 request_key:249 bpf:321 io_uring_setup:425 '
  'userfaultfd:323 perf_event_open:298 open_by_handle_at:304 chroot:161 init_module:175 finit_module:313 delete_module:176 '
  'reboot:169 settimeofday:164 clock_settime:227 syslog:103 kexec_load:246 swapon:167 quotactl:179 acct:163 sethostname:170 '
  'fanotify_init:300 clone:56 clone3:435 socket:41 x32:1073741863' if x64 else
  'unshare:97 setns:268 mount:40 umount2:39 pivot_root:41 open_tree:428 move_mount:429 fsopen:430 fsconfig:431 fsmount:432 '
  'ptrace:117 process_vm_readv:270 kcmp:272 pidfd_getfd:438 keyctl:219 add_key:217 request_key:218 bpf:280 io_uring_setup:425 '
  'userfaultfd:282 perf_event_open:241 open_by_handle_at:265 chroot:51 init_module:105 finit_module:273 delete_module:106 '
  'reboot:142 settimeofday:170 clock_settime:112 syslog:116 kexec_load:104 swapon:224 quotactl:60 acct:89 sethostname:161 '
  'fanotify_init:262 clone:220 clone3:435 socket:198 x32:1073741863').split())
libc = ctypes.CDLL(None, use_errno=True)
def passes(name, *args):
    result = libc.syscall(ctypes.c_long(int(numbers[name])), *(ctypes.c_long(each) for each in (args or (0,) * 6)))
    if result == 0 and name == 'clone': os._exit(0)
    return result >= 0 or ctypes.get_errno() not in (1, 38)
def done(act):
    try: act()
    except (OSError, ValueError): return False
    return True
def runs(act):
    child = os.fork()
    if child == 0:
        try: os._exit(1 if act() else 0)
        finally: os._exit(2)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code != 2, 'the attempt itself is wrong'
    return code == 1
def i386():
    if not x64: return False
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(bytes.fromhex('b814000000cd80c3'))
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    return call() > 0
def output(*command):
    try: return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=20, text=True).stdout
    except OSError: return ''
def succeeds(*command):
    try: return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=20).returncode == 0
    except OSError: return False
def writes(path): return done(lambda: os.close(os.open(path, os.O_WRONLY | (os.O_CREAT if path.startswith('/usr') else 0))))
def reads(path):
    try:
        with open(path, 'rb') as file: return len(file.read(1)) > 0
    except OSError: return False
def connects(address):
    with socket.socket(socket.AF_UNIX) as client: return done(lambda: client.connect(address))
for name, expression in json.loads(sys.argv[1]):
    print(('OPEN ' if eval(expression) else 'held ') + name, flush=True)
`;
