/** Virtual time. Things happen one after the other, in the order of their times; a step is one of them. */
export interface Scheduler {
  /** Milliseconds since the world began. */
  now(): number;
  steps(): number;
  after(milliseconds: number, happen: () => void): void;
  /** Lets waiting code go on, within the step that happens now. */
  resume(goOn: () => void): void;
  /** Waits in virtual time. */
  pause(milliseconds: number): Promise<void>;
  /** Lets things happen until none is left, time is over, or it is enough. */
  run(until: number, afterStep: () => 'go-on' | 'enough'): Promise<void>;
}

interface Event {
  readonly time: number;
  readonly order: number;
  readonly happen: () => void;
}

export function createScheduler(): Scheduler {
  const heap: Event[] = [];
  let time = 0;
  let order = 0;
  let steps = 0;
  let resumed = false;

  const after = (milliseconds: number, happen: () => void): void => {
    order += 1;
    push(heap, { time: time + milliseconds, order, happen });
  };
  const resume = (goOn: () => void): void => {
    resumed = true;
    goOn();
  };

  const run: Scheduler['run'] = async (until, afterStep) => {
    await settled();
    for (let event = heap[0]; event !== undefined && event.time <= until; event = heap[0]) {
      pop(heap);
      time = event.time;
      steps += 1;
      event.happen();
      if (resumed) {
        resumed = false;
        await settled();
      }
      if (afterStep() === 'enough') return;
    }
  };

  return {
    now: () => time,
    steps: () => steps,
    after,
    resume,
    pause: (milliseconds) => new Promise((resolve) => after(milliseconds, () => resume(resolve))),
    run,
  };
}

/** Every promise chain that could go on has gone on until it waits for virtual time again. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function isEarlier(one: Event, other: Event): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}

function push(heap: Event[], event: Event): void {
  let index = heap.length;
  heap.push(event);
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isEarlier(event, parent)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = event;
}

function pop(heap: Event[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const one = heap[left];
    if (one === undefined) break;
    const other = heap[left + 1];
    const child = other !== undefined && isEarlier(other, one) ? left + 1 : left;
    const smaller = heap[child];
    if (smaller === undefined || !isEarlier(smaller, last)) break;
    heap[index] = smaller;
    index = child;
  }
  heap[index] = last;
}
