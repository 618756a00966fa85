import type { Seeder } from '../build.ts';
import { addCi } from './ci.ts';
import { addData } from './data.ts';
import { addMonitoring } from './monitoring.ts';
import { addPlatform } from './platform.ts';
import { addWeb } from './web.ts';

/** Pods that are none of the story: ordinary ones, and ordinary faults that triage has to tell from a breach. */
export function addNeighbours(seed: Seeder): void {
  addWeb(seed);
  addData(seed);
  addMonitoring(seed);
  addPlatform(seed);
  addCi(seed);
}
