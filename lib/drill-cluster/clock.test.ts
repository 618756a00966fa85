import { expect, test } from 'vitest';
import { createClock } from './clock.ts';

test('drill time runs as much faster as its speed, from the moment that it is set', () => {
  let wall = 1000;
  const clock = createClock({ now: 500, speed: 1 }, () => wall);
  wall += 100;
  expect(clock.now()).toBe(600);
  clock.setSpeed(60);
  wall += 100;
  expect(clock.now()).toBe(6600);
  clock.setSpeed(0);
  wall += 1_000_000;
  expect(clock.now()).toBe(6600);
  clock.stop();
});

test.each([
  [-1, 0],
  [61, 60],
  [Number.NaN, 1],
])('a speed of %s is taken as %s', (asked, speed) => {
  expect(createClock({ speed: asked }).speed).toBe(speed);
});

test('timers run in order of drill time, at their time, also those that a timer sets; a cancelled one does not', () => {
  const clock = createClock({ now: 0, speed: 0 });
  const ran: [string, number][] = [];
  const note = (name: string) => () => void ran.push([name, clock.now()]);
  clock.at(30, note('c'));
  clock.at(10, () => {
    note('a')();
    clock.at(20, note('b'));
  });
  clock.at(15, note('never'))();
  clock.advance(25);
  expect(ran).toEqual([
    ['a', 10],
    ['b', 20],
  ]);
  expect(clock.now()).toBe(25);
  clock.advance(10);
  expect(ran.at(-1)).toEqual(['c', 30]);
});

test('a stored clock goes on from its reading, without the time in between', () => {
  let wall = 0;
  const clock = createClock({ now: 5000, speed: 2 }, () => wall);
  wall = 50;
  const state = clock.save();
  wall = 10_000;
  const again = createClock(state, () => wall);
  expect([again.now(), again.speed]).toEqual([5100, 2]);
  clock.stop();
});
