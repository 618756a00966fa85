import { expect, test } from 'vitest';
import { fieldsOf } from './record-fields';

test('of a record each plain field is a pair, also those one level deep; what the pane says elsewhere is left out', () => {
  expect(
    fieldsOf({
      rule: 'Unexpected outbound connection',
      output_fields: { 'fd.rip': '203.0.113.66', 'fd.rport': 4444, 'container.id': null },
      user: { username: 'finance:payments', groups: ['a'] },
      seq: 1285,
      empty: '',
      stages: ['x'],
    }),
  ).toEqual([
    ['rule', 'Unexpected outbound connection'],
    ['fd.rip', '203.0.113.66'],
    ['fd.rport', '4444'],
    ['user username', 'finance:payments'],
  ]);
});
