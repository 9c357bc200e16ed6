/** In which order one meets courses. */
import type { CourseCard } from './api';

const LEVELS = ['beginner', 'intermediate', 'advanced'];

/** Those that one takes, those to take, those that are done; the easier and what others build on first. */
export function inOrder(courses: CourseCard[]): CourseCard[] {
  const named = new Map(courses.map(course => [course.name, course]));
  const before = new Map(courses.map(course => [course, comeBefore(course, named)]));
  const builtOn = (course: CourseCard) => courses.filter(other => before.get(other)!.has(course));
  return [...courses].sort(
    (a, b) =>
      Number(a.next === null) - Number(b.next === null) ||
      Number(b.enrolled) - Number(a.enrolled) ||
      LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
      before.get(a)!.size - before.get(b)!.size ||
      builtOn(b).length - builtOn(a).length ||
      a.title.localeCompare(b.title)
  );
}

/** All courses that come before one, and before those. */
function comeBefore(
  course: CourseCard,
  named: Map<string, CourseCard>,
  found = new Set<CourseCard>()
): Set<CourseCard> {
  for (const name of course.prerequisites) {
    const other = named.get(name);
    if (other && !found.has(other)) {
      comeBefore(other, named, found.add(other));
    }
  }
  return found;
}
