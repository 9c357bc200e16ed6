/** What the panel *Learn* knows: the courses with one's progress, the one that is looked at, workshops. */
import { FreshModel } from '../parts/fresh';
import type { Service } from '../request';
import { inLanguage } from '../templates/language';
import {
  fetchCompletion,
  fetchCourse,
  fetchCourses,
  fetchWorkshops,
  joinWorkshop,
  type Completion,
  type Course,
  type CourseCard,
  type Workshop
} from './api';
import { inOrder } from './order';

const FRESH_FOR = 60 * 1000;

export class LearnModel extends FreshModel {
  courses: CourseCard[] | null = null;
  /** The course whose modules are shown. */
  course: Course | null = null;
  workshops: Workshop[] = [];
  /** How far people are in the course that is counted. */
  completion: Completion | null = null;
  private counted: string | null = null;
  private looked: string | null = null;

  constructor(
    private readonly service: Service,
    private readonly language: string
  ) {
    super('lyceum:learn');
  }

  /** Show the modules of a course; of none where it is shown already. */
  look(name: string | null): Promise<void> {
    this.looked = this.looked === name ? null : name;
    this.course = this.looked === this.course?.name ? this.course : null;
    this.stateChanged.emit();
    return this.refresh();
  }

  /** Show how far people are in a course; in none where it is shown already. */
  countPeople(name: string): Promise<void> {
    this.counted = this.counted === name ? null : name;
    this.completion = null;
    this.stateChanged.emit();
    return this.refresh();
  }

  isCounted(name: string): boolean {
    return this.counted === name;
  }

  isLooked(name: string): boolean {
    return this.looked === name;
  }

  async join(code: string): Promise<void> {
    const { course } = await joinWorkshop(this.service, code);
    this.looked = course;
    await this.refresh();
  }

  protected async load(): Promise<number> {
    const [{ items }, workshops] = await Promise.all([
      fetchCourses(this.service),
      fetchWorkshops(this.service)
    ]);
    const { looked, counted } = this;
    const completion = counted ? await fetchCompletion(this.service, counted) : null;
    if (counted === this.counted) {
      this.completion = completion;
    }
    const course = looked ? await fetchCourse(this.service, looked) : null;
    if (looked === this.looked) {
      this.course = course;
    }
    this.courses = this.shown(items);
    this.workshops = workshops.items;
    return FRESH_FOR;
  }

  /** Each course in the person's language, and those in another that they take. */
  private shown(found: CourseCard[]): CourseCard[] {
    const spoken = new Set(inLanguage(found, this.language));
    const own = (course: CourseCard) => course.enrolled || course.name === this.looked;
    return inOrder(found.filter(course => spoken.has(course) || own(course)));
  }
}
