import type { ReadinessCheck } from '../check.ts';

export const warRoom: ReadinessCheck = {
  number: 10,
  key: 'war-room',
  title: 'War room ready',
  weight: 8,
  question: 'At 3 a.m. on a Sunday: does everybody know whom to call, where to meet and what to read?',
  why: 'Most of the time in real incidents is lost before the work begins: finding people, rights and a channel. A list of names that is out of date costs as much as none.',
  means: {
    pass: 'Channels, runbooks and an escalation matrix with deputies exist, and a test call reached everyone on it.',
    partial: 'They exist, but were not tested, or somebody on the list has left.',
    fail: 'There is no agreed channel or no list of whom to call.',
  },
  how: [
    'Write down who is commander, deputy, analyst and liaison on each day, with a deputy for each.',
    'Set up the channel under Settings, and send a test report to it.',
    'Call everyone on the list once, outside of working hours.',
  ],
  next: 'Confirm the escalation matrix and test the call list',
  references: [
    { standard: 'pci', clause: '12.10.3, people are available at all times' },
    { standard: 'soc2', clause: 'CC7.4, incidents are responded to by a defined program' },
    { standard: 'nist53', clause: 'IR-4, preparation' },
    { standard: 'iso', clause: '5.24, planning and preparation' },
    { standard: 'cis', clause: '17.1, 17.2, 17.5 and 17.6, people, contacts, roles and channels' },
  ],
  validDays: 90,
};
