import type { ReadinessCheck } from '../check.ts';

export const playbooks: ReadinessCheck = {
  number: 2,
  key: 'playbooks',
  title: 'Playbooks container-native',
  weight: 8,
  question: 'Are our playbooks written for containers, read over in the last 90 days and tried out on staging?',
  why: 'Instructions made for servers (log in by SSH, pull the cable, image the disk) do not work here: a pod has no cable, and its disk is gone seconds after it is deleted. Instructions that nobody tried fail at 3 a.m.',
  means: {
    pass: 'All five playbooks are container-native, were reviewed in the last 90 days and exercised on staging.',
    partial: 'They are container-native, but a review is overdue or they were never exercised.',
    fail: 'There are none, or they are those for servers.',
  },
  how: [
    'Read the five playbooks under Playbooks and change what does not fit your clusters.',
    'Mark each as reviewed, with the date of the next review.',
    'Carry them out once in a drill, and correct what did not work.',
  ],
  next: 'Review the five playbooks and exercise them in a drill',
  references: [
    { standard: 'pci', clause: '12.10.1 and 12.10.2, a plan exists and is tested' },
    { standard: 'soc2', clause: 'CC7.4, incidents are responded to by a defined program' },
    { standard: 'nist53', clause: 'IR-4, incident handling' },
    { standard: 'iso', clause: '5.26, response by documented procedures' },
    { standard: 'cis', clause: '17.4 and 17.7, process and routine exercises' },
  ],
  validDays: 90,
};
