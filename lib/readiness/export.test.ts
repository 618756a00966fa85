import { expect, test } from 'vitest';
import { exportCsv, exportJson } from './export.ts';
import type { ReadinessView } from './view.ts';

const AT = new Date('2026-11-17T09:00:00Z');
const attestation = {
  id: '0193a000-0000-7000-8000-000000000001',
  check: 'war-room',
  status: 'pass' as const,
  notes: '=HYPERLINK("https://evil.example","matrix")\nsecond line',
  links: [{ title: '+matrix', url: 'https://wiki.example/matrix' }],
  by: { id: '0193a000-0000-7000-8000-000000000002', name: '@Max' },
  attestedAt: '2026-11-16T09:00:00.000Z',
  validUntil: '2027-02-14T09:00:00.000Z',
};
const view: ReadinessView = {
  attestations: [attestation],
  plans: [{ check: 'war-room', owner: null, ownerName: '-Platform', dueAt: '2026-12-01T00:00:00.000Z' }],
  findings: {},
  cases: [],
};

test('no cell of the CSV is a formula, and each of the ten checks has its line', () => {
  const csv = exportCsv(view, { by: 'Max', at: AT });
  expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"",""matrix"")`);
  expect(csv).toContain(`,"'+matrix https://wiki.example/matrix"`.replaceAll('"', ''));
  expect(csv).toContain(`,'@Max,`);
  expect(csv).toContain(`,'-Platform,`);
  expect(csv.split('\r\n').filter((line) => /^\d+,/.test(line))).toHaveLength(10);
  expect(csv).toMatch(/^10,War room ready,.*,pass,said,8,8,/m);
  expect(csv).toMatch(/^1,Runtime detection,.*,unknown,never,0,12,,/m);
});

test('the JSON says who, when, the score, and keeps the history', () => {
  const old = { ...attestation, id: '0193a000-0000-7000-8000-000000000003', status: 'fail' as const };
  const json = JSON.parse(exportJson(view, [attestation, old], { by: 'Max Weiss', at: AT }));
  expect(json).toMatchObject({ exportedAt: AT.toISOString(), exportedBy: 'Max Weiss', score: 8, of: 100 });
  expect(json.checks).toHaveLength(10);
  expect(json.checks[9]).toMatchObject({ number: 10, status: 'pass', attestation, plan: { owner: '-Platform' } });
  expect(json.history).toEqual([attestation, old]);
});
