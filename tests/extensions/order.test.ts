/** Courses are met in the order in which one can take them. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { inOrder } from '../../extensions/src/learn/order.ts';

const course = (name, prerequisites = [], more = {}) => ({
  name, prerequisites, title: name, level: 'beginner', enrolled: false, next: 'first', ...more
});
const order = courses => inOrder(courses).map(({ name }) => name);

test('what others build on comes before what stands alone, and that before what needs others', () => {
  const courses = [course('c', ['b']), course('alone'), course('b', ['start']), course('start')];
  assert.deepEqual(order(courses), ['start', 'alone', 'b', 'c']);
});

test('what one takes comes first, what is done last, and an advanced course after easy ones', () => {
  const courses = [
    course('done', [], { next: null, enrolled: true }), course('hard', [], { level: 'advanced' }), course('easy'),
    course('mine', ['easy'], { enrolled: true, level: 'intermediate' })
  ];
  assert.deepEqual(order(courses), ['mine', 'easy', 'hard', 'done']);
});

test('courses that need each other, or what is not there, are shown all the same', () => {
  assert.deepEqual(order([course('a', ['b']), course('b', ['a']), course('c', ['gone'])]), ['c', 'a', 'b']);
});
