import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Authorizer } from './api/authorization.ts';
import type { ClusterParts } from './api/cluster.ts';
import { Snapshots } from './api/list.ts';
import { type ClockState, createClock, type StorableClock } from './clock.ts';
import type { DrillControl } from './contract.ts';
import { writeAtomically } from './files.ts';
import { type RunningScenario, type ScenarioState, startScenario } from './scenarios/index.ts';
import { type Credentials, signingKeys } from './server/credentials.ts';
import { StateFiles } from './state.ts';
import { ObjectStore } from './store.ts';

const SAVE_EVERY_MS = 1000;

interface Saved {
  clock: ClockState;
  scenario: ScenarioState;
}

/** A drill with its store, clock and scenario, kept in `home`: goes on where it was, or starts anew. */
export class Drill {
  readonly parts: ClusterParts;
  #path: string;
  #store: ObjectStore;
  #files: StateFiles;
  #clock: StorableClock;
  #scenario: RunningScenario;
  #timer: NodeJS.Timeout;
  #written = '';

  constructor(options: { home: string; credentials: Credentials; extraPods: number }) {
    this.#path = join(options.home, 'state-scenario.json');
    const saved = readSaved(this.#path);
    this.#clock = createClock(saved?.clock);
    this.#store = new ObjectStore(() => this.#clock.now());
    this.#files = new StateFiles(options.home, this.#store);
    const resumed = saved !== null && this.#files.load();
    this.#scenario = this.#start(resumed ? saved.scenario : undefined, options.extraPods);
    if (!resumed) this.#files.compact();
    this.#files.follow();
    this.#save();
    this.#timer = setInterval(() => this.#save(), SAVE_EVERY_MS);
    this.parts = {
      store: this.#store,
      authorizer: new Authorizer(this.#store),
      snapshots: new Snapshots(),
      worlds: { find: (uid, container) => this.#scenario.worlds.find(uid, container) },
      control: this.#control(options.extraPods),
      adminToken: options.credentials.adminToken,
      keys: signingKeys(options.credentials),
      now: () => this.#clock.now(),
    };
  }

  close() {
    clearInterval(this.#timer);
    this.#save();
    this.#scenario.stop();
    this.#clock.stop();
    this.#files.flush();
  }

  #start(saved: ScenarioState | undefined, extraPods: number): RunningScenario {
    return startScenario({ store: this.#store, clock: this.#clock, extraPods, ...(saved ? { saved } : {}) });
  }

  #control(extraPods: number): DrillControl {
    return {
      state: () => this.#scenario.control.state(),
      setSpeed: (speed) => this.#scenario.control.setSpeed(speed),
      advance: (to) => this.#scenario.control.advance(to),
      reset: async () => {
        this.#scenario.stop();
        const version = this.#store.resourceVersion;
        const { speed } = this.#clock;
        this.#clock.stop();
        this.#clock = createClock({ speed });
        // Versions go on growing, so that watches of the old state see 410 and list again.
        this.#store.restore({ resourceVersion: version + 1000, objects: [] });
        this.parts.authorizer.forget();
        this.#scenario = this.#start(undefined, extraPods);
        this.#files.compact();
        this.#save();
      },
    };
  }

  /** The journal first: a scenario that is a moment older than the objects only repeats a step. */
  #save() {
    this.#files.flush();
    const saved: Saved = { clock: this.#clock.save(), scenario: this.#scenario.save() };
    const text = JSON.stringify(saved);
    if (text !== this.#written) writeAtomically(this.#path, text);
    this.#written = text;
  }
}

function readSaved(path: string): Saved | null {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    rmSync(path); // written atomically: only another program can have broken it
    return null;
  }
}
