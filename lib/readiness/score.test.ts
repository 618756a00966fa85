import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STATUSES, type Status } from './check.ts';
import { CHECKS } from './checks/index.ts';
import { assess, pointsOf, type Said, stepsOf } from './score.ts';
import { todoOf } from './todo.ts';
import { fallWords, trendOf } from './trend.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-17T09:00:00Z');
const on = (days: number) => new Date(NOW + days * DAY).toISOString();
/** Said `from` days before now (negative), for `days`. */
const said = (check: string, status: Status, from: number, days = 90): Said => ({
  check,
  status,
  attestedAt: on(from),
  validUntil: on(from + days),
});

describe('the score', () => {
  test.each([
    ['nothing was attested', [], 0, 10],
    ['one pass', [said('war-room', 'pass', -1)], 8, 9],
    ['a partial is half', [said('audit-logging', 'partial', -1)], 6, 9],
    ['a fail is nothing, but it is known', [said('audit-logging', 'fail', -1)], 0, 9],
    ['an expired pass is unknown', [said('war-room', 'pass', -91)], 0, 10],
    ['the newest counts, not the best', [said('war-room', 'pass', -9), said('war-room', 'fail', -1)], 0, 9],
    [
      'an older one that holds longer does not come back',
      [said('war-room', 'pass', -9), said('war-room', 'pass', -2, 1)],
      0,
      10,
    ],
    ['somebody took it back', [said('war-room', 'pass', -9), said('war-room', 'unknown', -1)], 0, 10],
    ['what is attested later does not count yet', [said('war-room', 'pass', 1)], 0, 10],
    ['a check that is no longer on the list', [said('gone', 'pass', -1)], 0, 10],
  ])('%s', (_, all, score, unknown) => {
    const assessment = assess(all, NOW);
    expect(assessment.score).toBe(score);
    expect(assessment.byStatus.unknown.checks).toBe(unknown);
  });

  test('points and counts by status', () => {
    const all = [said('war-room', 'pass', -1), said('secrets', 'partial', -1), said('image-signing', 'fail', -1)];
    expect(assess(all, NOW).byStatus).toEqual({
      pass: { checks: 1, points: 8, of: 8 },
      partial: { checks: 1, points: 5, of: 10 },
      fail: { checks: 1, points: 0, of: 10 },
      unknown: { checks: 7, points: 0, of: 72 },
    });
  });
});

const anySaid = fc.record({
  check: fc.constantFrom(...CHECKS.map(({ key }) => key)),
  status: fc.constantFrom(...STATUSES),
  attestedAt: fc.integer({ min: -300, max: 0 }).map(on),
  validUntil: fc.integer({ min: -300, max: 100 }).map(on),
});
const anyHistory = fc.array(anySaid, { maxLength: 40 });

describe('whatever was attested', () => {
  test('the score lies between 0 and 100 and is the sum of its points', () =>
    fc.assert(
      fc.property(anyHistory, (all) => {
        const { score, standings, byStatus } = assess(all, NOW);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(score).toBe(STATUSES.reduce((sum, status) => sum + byStatus[status].points, 0));
        expect(standings).toHaveLength(CHECKS.length);
        expect(STATUSES.reduce((sum, status) => sum + byStatus[status].of, 0)).toBe(100);
      }),
    ));

  test('one that has expired never counts', () =>
    fc.assert(
      fc.property(anyHistory, (all) => {
        for (const { said: newest, points, status } of assess(all, NOW).standings)
          if (newest && Date.parse(newest.validUntil) <= NOW)
            expect({ points, status }).toEqual({ points: 0, status: 'unknown' });
      }),
    ));

  test('attesting better never lowers the score, and worse never raises it', () =>
    fc.assert(
      fc.property(anyHistory, fc.constantFrom(...CHECKS), fc.constantFrom(...STATUSES), (all, check, status) => {
        const before = assess(all, NOW);
        const stood = before.standings.find((one) => one.check === check);
        const after = assess(
          [...all, { ...said(check.key, status, 0), attestedAt: new Date(NOW + 1).toISOString() }],
          NOW + 1,
        );
        const rise = pointsOf(status, check.weight) - (stood?.points ?? 0);
        // nothing else expired within that millisecond, because all other times are whole days
        expect(after.score - before.score).toBe(rise);
      }),
    ));

  test('only time passing never raises it', () =>
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 0, max: 200 }), (all, days) => {
        expect(assess(all, NOW + days * DAY).score).toBeLessThanOrEqual(assess(all, NOW).score);
      }),
    ));

  test('the order in which history comes does not matter', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(anySaid, { selector: (one) => `${one.check} ${one.attestedAt}`, maxLength: 40 }),
        (all) => {
          expect(assess([...all].reverse(), NOW).score).toBe(assess(all, NOW).score);
        },
      ),
    ));

  test('all that is left to do brings the score to 100', () =>
    fc.assert(
      fc.property(anyHistory, (all) => {
        const { standings, score } = assess(all, NOW);
        const todo = todoOf(standings, [], NOW);
        expect(score + todo.reduce((sum, { gain }) => sum + gain, 0)).toBe(100);
        expect(todo.map(({ gain }) => gain)).toEqual(todo.map(({ gain }) => gain).sort((a, b) => b - a));
      }),
    ));

  test('the trend ends at the score of now, and every fall is a step of the score', () =>
    fc.assert(
      fc.property(anyHistory, (all) => {
        const trend = trendOf(all, NOW);
        expect(trend.weeks).toHaveLength(27);
        if (all.length > 0) expect(trend.weeks.at(-1)).toEqual({ at: NOW, score: assess(all, NOW).score });
        for (const { by, at } of trend.falls) {
          expect(by).toBeGreaterThan(0);
          expect(at).toBeLessThanOrEqual(NOW);
        }
        for (const { score } of trend.weeks) expect(score ?? 0).toBeLessThanOrEqual(trend.best.score);
      }),
    ));
});

describe('the trend', () => {
  test('begins with the first attestation, and says why it fell', () => {
    const all = [
      said('war-room', 'pass', -100, 85),
      said('audit-logging', 'pass', -100, 200),
      said('audit-logging', 'partial', -8),
      said('secrets', 'pass', -1),
    ];
    const { weeks, falls, best } = trendOf(all, NOW);
    expect(weeks.map(({ score }) => score)).toEqual([...Array(12).fill(null), ...Array(12).fill(20), 12, 6, 16]);
    expect(falls.map((fall) => [new Date(fall.at).toISOString(), fall.by, fallWords(fall)])).toEqual([
      [on(-15), 8, 'attestation of War room ready expired'],
      [on(-8), 6, 'Audit logging attested as partial'],
    ]);
    expect(best).toEqual({ at: NOW - 100 * DAY, score: 20 });
  });

  test('an attestation that is renewed on the day it ends is no fall', () =>
    expect(trendOf([said('war-room', 'pass', -60, 30), said('war-room', 'pass', -30)], NOW).falls).toEqual([]));

  test('a failing check that expires loses nothing', () =>
    expect(trendOf([said('war-room', 'fail', -60, 30)], NOW).falls).toEqual([]));
});

test('how one check stood, step by step', () =>
  expect(
    stepsOf([said('war-room', 'partial', -20, 90), said('war-room', 'pass', -60, 30)]).map(
      ({ at, status, because }) => [new Date(at).toISOString(), status, because],
    ),
  ).toEqual([
    [on(-60), 'pass', 'said'],
    [on(-30), 'unknown', 'expired'],
    [on(-20), 'partial', 'said'],
    [on(70), 'unknown', 'expired'],
  ]));

test('of two with the same gain the overdue one comes first, then the one that is due sooner', () => {
  const plan = (check: string, dueAt: string | null) => ({ check, owner: null, ownerName: 'Platform', dueAt });
  const todo = todoOf(
    assess([said('default-deny', 'partial', -1)], NOW).standings,
    [
      plan('service-accounts', on(-2)),
      plan('audit-logging', on(5)),
      plan('runtime-detection', null),
      plan('default-deny', on(-9)),
    ],
    NOW,
  );
  expect(todo.slice(0, 3).map(({ check, overdue }) => [check.key, overdue])).toEqual([
    ['service-accounts', true],
    ['audit-logging', false],
    ['runtime-detection', false],
  ]);
  expect(todo.at(-1)).toMatchObject({
    check: { key: 'default-deny' },
    gain: 6,
    words: expect.stringContaining('Add default deny'),
  });
});
