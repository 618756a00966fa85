import type { Phase } from '../../cases/case.ts';
import { Playbook } from '../playbook.ts';
import { containment } from './containment.ts';
import { detection } from './detection.ts';
import { forensics } from './forensics.ts';
import { recovery } from './recovery.ts';
import { review } from './review.ts';

/** The playbooks of the repository: version 0 of each phase. */
export const PLAYBOOKS: Readonly<Record<Phase, Playbook>> = {
  detection: Playbook.parse(detection),
  containment: Playbook.parse(containment),
  forensics: Playbook.parse(forensics),
  recovery: Playbook.parse(recovery),
  review: Playbook.parse(review),
};
