import { describe, expect, test } from 'vitest';
import type { AnnotationView } from './annotation.ts';
import type { TimelineEntry } from './entry.ts';
import { complete, matches, parse } from './filter.ts';
import { IS, MARK } from './search-text.ts';
import { entry } from './test-entry.ts';

const BERLIN = 'Europe/Berlin';

function finds(text: string, one: TimelineEntry): boolean {
  const parsed = parse(text, { zone: BERLIN });
  if (!parsed.ok) throw new Error(parsed.words);
  return matches(parsed.filter, one);
}

const note = (kind: AnnotationView['kind'], value = ''): AnnotationView => ({
  id: '0192f0c1-0000-7000-8000-00000000aaaa',
  kind,
  value,
  version: 1,
  by: { id: '0192f0c1-0000-7000-8000-00000000bbbb', name: 'Mei Lindqvist' },
  createdAt: '2026-11-25T03:20:00.000Z',
  editedAt: null,
});

const egress = entry({
  source: 'alert',
  sentence: 'Unexpected egress: curl to 203.0.113.66:4444',
  occurredAt: '2026-11-25T02:11:12.418Z',
  detail: { pod: 'payment-service-7c9f6d5b8-x2kqv', namespace: 'finance', rule: 'Unexpected outbound connection' },
  annotations: [
    note('tag', 'exfiltration'),
    note('star'),
    note('technique', 'T1048.003'),
    note('comment', 'Sizes match A-04'),
  ],
});
const listing = entry({
  source: 'audit',
  sentence: 'secrets list in ci, forbidden',
  detail: {
    verb: 'list',
    user: { username: 'system:serviceaccount:finance:payments' },
    objectRef: { resource: 'secrets', namespace: 'ci' },
  },
});
const phone = entry({ source: 'person', sentence: "Bank's fraud desk informed by phone", by: 'Ruth Adeyemi' });
const noise = entry({ hidden: { by: 'Mei', at: '2026-11-25T03:00:00.000Z', reason: 'probe of the monitoring' } });

test.each([
  ['', egress, true],
  ['CURL egress', egress, true],
  ['curl wget', egress, false],
  ['"curl to 203"', egress, true],
  ['"curl 203"', egress, false],
  ['203.0.113.66:4444', egress, true],
  ['sizes', egress, true], // in a comment
  ['outbound', egress, true], // in the record
  ['-wget', egress, true],
  ['-curl', egress, false],
  ['wget OR curl', egress, true],
  ['egress wget OR curl', egress, true], // OR joins its neighbours only
  ['ingress wget OR curl', egress, false],
  ['source:alert', egress, true],
  ['source:detectors', egress, true],
  ['-source:people', phone, false],
  ['source:audit OR source:alert', egress, true],
  ['pod:x2kqv', egress, true],
  ['pod:payment', egress, true],
  ['pod:kqv', egress, false], // a word of its name begins so
  ['ns:finance', egress, true],
  ['tag:exfil', egress, true],
  ['-tag:exfiltration', egress, false],
  ['star', egress, true],
  ['key', egress, false],
  ['"star"', egress, false], // the word, not the mark
  ['technique:T1048', egress, true],
  ['has:comment', egress, true],
  ['has:comment', phone, false],
  ['-has:comment', phone, true],
  ['verb:list', listing, true],
  ['verb:get', listing, false],
  ['by:payments', listing, true],
  ['user:ruth', phone, true],
  ['by:"ruth adeyemi"', phone, true],
  ['by:adeyemi', phone, true],
  ["bank's", phone, true],
  ['hidden', noise, true],
  ['hidden', phone, false],
  ['-hidden', phone, true],
  ['back-off', noise, false], // hidden ones only when they are named
  ['hidden OR curl', egress, true],
  ['after:2026-11-25T03:11', egress, true], // Berlin's wall time
  ['after:2026-11-25T03:12', egress, false],
  ['before:2026-11-25T02:11:13Z', egress, true],
  ['before:"2026-11-25 03:11"', egress, false],
  ['to', egress, true],
  ['cu', egress, false], // one or two characters are a whole word
  ['sh', entry({ detail: { exe: '/bin/sh' } }), true],
  ['constructor', entry({ sentence: 'a constructor ran' }), true], // words that every object of JavaScript knows
  ['__proto__', entry({ sentence: 'sets __proto__' }), true],
  ['constructor:x', egress, false],
  ['tag', egress, false], // nobody finds every tagged entry by the word
  ['registry:5000', entry({ sentence: 'pull from registry:5000/x' }), true],
])('%j on an entry: %s', (text, one, found) => expect(finds(text, one)).toBe(found));

test.each([
  ['curl source:foo', 5, 'source:foo', /There is no source foo/],
  ['tag:', 0, 'tag:', /takes the beginning of a tag/],
  ['a OR', 2, 'OR', /stands between two words/],
  ['OR a', 0, 'OR', /stands between two words/],
  ['a -', 2, '-', /no word to look for/],
  ['a "b', 2, '"b', /not closed/],
  ['technique:curl', 0, 'technique:curl', /such as T1048/],
  ['has:legs', 0, 'has:legs', /has: takes comment/],
  ['after:yesterday', 0, 'after:yesterday', /Not a time/],
  ['after:"2026-03-29 02:30"', 0, 'after:"2026-03-29 02:30"', /does not exist on 2026-03-29 in Europe\/Berlin/],
])('%j says what is wrong, and where', (text, at, typed, words) => {
  const parsed = parse(text, { zone: BERLIN });
  expect(parsed).toMatchObject({ ok: false, at, length: typed.length, words: expect.stringMatching(words) });
});

test('what is invisible is neither found by nor hidden from anybody: a mark in a sentence is no fact', () => {
  const forged = entry({ sentence: `x${MARK.is}${IS.star}${MARK.tag}evil` });
  expect(finds('star', forged)).toBe(false);
  expect(finds('tag:evil', forged)).toBe(false);
  expect(finds('evil', forged)).toBe(true);
});

describe('completion', () => {
  const facts = {
    people: ['Ruth Adeyemi', 'Mei Lindqvist'],
    tags: ['exfiltration'],
    techniques: [],
    pods: ['payment-x2kqv'],
  };
  const offered = (text: string, caret = text.length) =>
    complete(text, caret, facts).map(({ from, to, insert }) => text.slice(0, from) + insert + text.slice(to));
  test.each([
    ['sou', 'source:'],
    ['curl -ta', 'curl -tag:'],
    ['source:al', 'source:alert '],
    ['by:ru', 'by:"Ruth Adeyemi" '],
    ['by:lind', 'by:"Mei Lindqvist" '],
    ['tag:verd', 'tag:verdict:malicious '],
    ['technique:escape', 'technique:T1611 '],
    ['pod:x2', 'pod:payment-x2kqv '],
    ['-verb:li', '-verb:list '],
    ['st', 'star '],
  ])('%j may become %j', (text, expected) => expect(offered(text)).toContain(expected));

  test('in the middle only the word at the caret is replaced', () => {
    expect(offered('curl tag:ex egress', 11)).toContain('curl tag:exfiltration  egress');
  });
  test('at the beginning of a word every key is offered', () => expect(offered('curl ')).toContain('curl before:'));
});
