import type { DrillClock, DrillControl, Store, Worlds } from '../contract.ts';
import { startControllers } from '../controllers/runner.ts';
import { hash32, seededRandom } from '../random.ts';
import { imageFacts } from '../worlds/images.ts';
import { openWorlds } from '../worlds/worlds.ts';
import { type BreachState, startBreach } from './breach.ts';
import { seeder } from './build.ts';
import { addFinance } from './finance.ts';
import { addManyPods } from './many.ts';

/** What there is to rehearse. */
export const SCENARIOS = [{ id: 'payment-service', title: 'A debug endpoint in payment-service' }] as const;
const SEED = 20261124;

/** All that is not in the store; the clock is stored by whoever made it. */
export interface ScenarioState {
  scenario: string;
  random: number;
  breach: BreachState;
}

export interface RunningScenario {
  worlds: Worlds;
  control: Omit<DrillControl, 'reset'>;
  save(): ScenarioState;
  /** Works off what the controllers have waiting; for tests and before a state is stored. */
  settle(): void;
  stop(): void;
}

/**
 * Starts the scenario on an empty store, or goes on with what a stored one holds (`saved`; the store is then already
 * filled). `extraPods`: that many ordinary running pods besides, for benchmarks; ignored with `saved`.
 */
export function startScenario(options: {
  store: Store;
  clock: DrillClock;
  saved?: ScenarioState;
  extraPods?: number;
}): RunningScenario {
  const { store, clock, saved } = options;
  // The stored number may be a moment older than the objects: mixed with their version it repeats no name and no uid.
  const random = seededRandom(saved === undefined ? SEED : saved.random ^ hash32(String(store.resourceVersion)));
  if (saved === undefined) {
    const seed = seeder(store, random, clock.now());
    addFinance(seed);
    if (options.extraPods) addManyPods(seed, options.extraPods);
  }
  const breach = startBreach({ store, clock, random, ...(saved === undefined ? {} : { saved: saved.breach }) });
  const controllers = startControllers({ store, clock, random, behaviour: imageFacts });
  const worlds = openWorlds({ store, clock, breach });

  return {
    worlds,
    control: {
      state: () => ({
        scenario: SCENARIOS[0].id,
        speed: clock.speed,
        now: new Date(clock.now()).toISOString(),
        beats: breach.beats(),
        exfiltration: breach.exfiltration(),
      }),
      setSpeed: (speed) => clock.setSpeed(speed),
      advance(to) {
        const ms = 'ms' in to ? to.ms : (breach.beatAt(to.beat) ?? clock.now()) - clock.now();
        controllers.settle();
        if (ms > 0) clock.advance(ms);
        controllers.settle();
      },
    },
    save: () => ({ scenario: SCENARIOS[0].id, random: random.state, breach: breach.save() }),
    settle: controllers.settle,
    stop() {
      controllers.stop();
      breach.stop();
      worlds.close();
    },
  };
}
