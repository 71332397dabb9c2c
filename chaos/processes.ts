import { endProcesses, nodeProcess, type TestProcess } from '../test/support/process.ts';
import type { Random } from './random.ts';
import type { ProcessSettings } from './run-process.ts';

export type ProcessKind = 'worker' | 'producer' | 'web';

/** A process that is restarted whenever it ends; `child` is the current instance. */
interface GroupMember {
  name: string;
  kind: ProcessKind;
  offset: number;
  child: TestProcess;
}

/** Processes of a run. Each restarts whenever it ends, as a container with `restart: always` does. */
export interface ProcessGroup {
  /** Sends SIGKILL to a random process of that kind. */
  kill(kind: ProcessKind): void;
  killAll(): void;
  /** Moves the clock of a random process, or of all, by that many milliseconds of the run's time. */
  setOffset(which: 'one' | 'all', milliseconds: number): void;
  /** Starts a second set of workers and a second producer. */
  addSecondSet(): void;
  /** Processes that ended without being killed, with the end of their standard error. */
  crashes(): string[];
  /** Standard error of every process, ended ones included. */
  log(): string;
  stop(): Promise<void>;
}

export interface ProcessGroupOptions {
  workers: number;
  /** Also serves pages and endpoints. */
  web: boolean;
  variables: Record<string, string>;
  settings: Omit<ProcessSettings, 'offset'>;
  random: Random;
}

/** Delay before a process that could not start is started again, e.g. while its database is down. */
const RESTART_MS = 250;

/** Starts the workers and a producer, and the web process if requested. */
export function startProcesses({
  workers,
  web,
  variables,
  settings,
  random,
}: ProcessGroupOptions): ProcessGroup {
  const members: GroupMember[] = [];
  const killed = new Set<number>();
  const crashes: string[] = [];
  const logs: string[] = [];
  let stopped = false;

  const spawn = (kind: ProcessKind, offset: number) =>
    nodeProcess([`chaos/${kind}.ts`, JSON.stringify({ ...settings, offset })], variables);
  const start = (name: string, kind: ProcessKind) => {
    const member: GroupMember = { name, kind, offset: 0, child: spawn(kind, 0) };
    members.push(member);
    void watch(member);
  };
  const watch = async (member: GroupMember) => {
    for (;;) {
      const { child } = member;
      const { code, signal } = await child.ended;
      logs.push(`--- ${member.name} (${child.pid})\n${child.err()}`);
      if (stopped) return;
      if (!killed.has(child.pid)) {
        crashes.push(`${member.name} ended with ${signal ?? code}: ${child.err().slice(-1_500)}`);
        await new Promise((again) => setTimeout(again, RESTART_MS));
      }
      if (stopped) return;
      member.child = spawn(member.kind, member.offset);
    }
  };
  const kill = (member: GroupMember) => {
    killed.add(member.child.pid);
    member.child.kill('SIGKILL');
  };
  const addSet = (number: number) => {
    for (let each = 1; each <= workers; each += 1) start(`worker ${number}.${each}`, 'worker');
    start(`producer ${number}`, 'producer');
  };
  addSet(1);
  if (web) start('web', 'web');
  return {
    // Prefers a process that is working to one that is still starting, because the kill should interrupt
    // work.
    kill(kind) {
      const such = members.filter((member) => member.kind === kind);
      const atWork = such.filter(({ child }) => child.out() !== '');
      kill(random.pick(atWork.length > 0 ? atWork : such));
    },
    killAll: () => members.forEach(kill),
    setOffset(which, milliseconds) {
      for (const member of which === 'all' ? members : [random.pick(members)]) {
        member.offset = milliseconds;
        member.child.writeLine(String(milliseconds));
      }
    },
    addSecondSet: () => addSet(2),
    crashes: () => crashes,
    log: () =>
      [...logs, ...members.map(({ name, child }) => `--- ${name} (${child.pid})\n${child.err()}`)].join('\n'),
    async stop() {
      stopped = true;
      await endProcesses();
    },
  };
}
