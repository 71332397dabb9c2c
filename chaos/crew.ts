import { endProcesses, nodeProcess, type TestProcess } from '../test/support/process.ts';
import type { Told } from './process.ts';
import type { Random } from './random.ts';

export type Kind = 'worker' | 'producer' | 'web';

/** A process that is to run all the time; `child` is its present life. */
interface Post {
  name: string;
  kind: Kind;
  offset: number;
  child: TestProcess;
}

/** The processes of a run, each started again whenever it ends, as a container with `restart: always` is. */
export interface Crew {
  /** SIGKILL to one process of that kind, any of them. */
  kill(kind: Kind): void;
  killAll(): void;
  /** Sets one process's clock, any of them, or everybody's, apart by that many milliseconds of the run's time. */
  setOffset(whose: 'one' | 'all', milliseconds: number): void;
  /** Another set of workers and another producer. */
  doubleUp(): void;
  /** Processes that ended without being killed, with the last of what they said. */
  ownEnds(): string[];
  /** What every process wrote to its standard error, the dead ones included. */
  log(): string;
  stop(): Promise<void>;
}

export interface CrewOptions {
  workers: number;
  /** Whether pages and endpoints are served, too. */
  web: boolean;
  variables: Record<string, string>;
  told: Omit<Told, 'offset'>;
  random: Random;
}

/** A process that cannot start, e.g. while its database is away, tries again after this. */
const RESTART_MS = 250;

/** Starts the workers and a producer, and the web where it is wanted. */
export function startCrew({ workers, web, variables, told, random }: CrewOptions): Crew {
  const posts: Post[] = [];
  const killed = new Set<number>();
  const ownEnds: string[] = [];
  const logs: string[] = [];
  let stopped = false;

  const spawn = (kind: Kind, offset: number) =>
    nodeProcess([`chaos/${kind}.ts`, JSON.stringify({ ...told, offset })], variables);
  const man = (name: string, kind: Kind) => {
    const post: Post = { name, kind, offset: 0, child: spawn(kind, 0) };
    posts.push(post);
    void watch(post);
  };
  const watch = async (post: Post) => {
    for (;;) {
      const { child } = post;
      const { code, signal } = await child.ended;
      logs.push(`--- ${post.name} (${child.pid})\n${child.err()}`);
      if (stopped) return;
      if (!killed.has(child.pid)) {
        ownEnds.push(`${post.name} ended with ${signal ?? code}: ${child.err().slice(-1_500)}`);
        await new Promise((again) => setTimeout(again, RESTART_MS));
      }
      if (stopped) return;
      post.child = spawn(post.kind, post.offset);
    }
  };
  const kill = (post: Post) => {
    killed.add(post.child.pid);
    post.child.kill('SIGKILL');
  };
  const addSet = (number: number) => {
    for (let each = 1; each <= workers; each += 1) man(`worker ${number}.${each}`, 'worker');
    man(`producer ${number}`, 'producer');
  };
  addSet(1);
  if (web) man('web', 'web');
  return {
    // One that has begun its work rather than one that is only starting: a moment of work is what is to be hit.
    kill(kind) {
      const such = posts.filter((post) => post.kind === kind);
      const atWork = such.filter(({ child }) => child.out() !== '');
      kill(random.pick(atWork.length > 0 ? atWork : such));
    },
    killAll: () => posts.forEach(kill),
    setOffset(whose, milliseconds) {
      for (const post of whose === 'all' ? posts : [random.pick(posts)]) {
        post.offset = milliseconds;
        post.child.tell(String(milliseconds));
      }
    },
    doubleUp: () => addSet(2),
    ownEnds: () => ownEnds,
    log: () =>
      [...logs, ...posts.map(({ name, child }) => `--- ${name} (${child.pid})\n${child.err()}`)].join('\n'),
    async stop() {
      stopped = true;
      await endProcesses();
    },
  };
}
