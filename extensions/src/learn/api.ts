/** Courses and workshops as the service tells them. */
import type { Opinions } from '../entry/api';
import type { Page, Service } from '../request';
import type { Check as Health } from '../templates/health';

export interface CourseCard extends Partial<Opinions> {
  name: string;
  title: string;
  summary: string;
  level: 'beginner' | 'intermediate' | 'advanced';
  /** In minutes. */
  duration: number;
  language: string;
  translates: string;
  audience: string;
  prerequisites: string[];
  /** Whether the person may give workshops on it. */
  manages: boolean;
  enrolled: boolean;
  /** How many of its modules are done. */
  done: number;
  modules: number;
  /** The first module that is not done; null at the end. */
  next: string | null;
  /** Where the person's certificate can be verified. */
  certificate: string | null;
  version: number;
  /** How its modules fared together when the workspace last ran them, with each profile. */
  health?: Health[];
}

export interface Check {
  name: string;
  question: string;
  state: 'passed' | 'tried' | 'open';
}

export interface Module {
  name: string;
  title: string;
  duration: number;
  checks: Check[];
  passed: number;
  done: boolean;
  /** How its notebook fared when the workspace last ran it, with each profile. */
  health?: Health[];
}

export interface Course extends Omit<CourseCard, 'modules' | 'prerequisites'> {
  /** Markdown, written by people. */
  description: string;
  modules: Module[];
}

/** How many people take a course, and did it; null where they are too few to be told. */
export interface Completion {
  people: number | null;
  done: number | null;
  /** The smallest count that is told. */
  fewest: number;
  step: number;
  modules: { name: string; title: string; done: number | null }[];
}

export interface Workshop {
  code: string;
  course: string;
  title: string;
  instructor: string;
  at: string;
  ends_at: string;
  over: boolean;
  /** Whether the person gives it, rather than having joined. */
  gives: boolean;
}

export interface Standing {
  name: string;
  state: 'passed' | 'tried';
  /** How many different wrong answers there were. */
  tries: number;
}

export interface Dashboard extends Workshop {
  checks: { name: string; question: string; module: string; stuck: number }[];
  people: { name: string; checks: Standing[] }[];
}

const course = (name: string) => `api/courses/${encodeURIComponent(name)}`;
const workshop = (code: string) => `api/workshops/${encodeURIComponent(code)}`;

export const fetchCourses = (service: Service): Promise<Page<CourseCard>> =>
  service.get('api/courses');

export const fetchCourse = (service: Service, name: string): Promise<Course> =>
  service.get(course(name));

export const fetchCompletion = (service: Service, name: string): Promise<Completion> =>
  service.get(`${course(name)}/completion`);

/** Enrol, and put the module into the home folder; a copy that is there stays as it is. */
export const openModule = (
  service: Service,
  name: string,
  module: string
): Promise<{ path: string }> =>
  service.post(`courses/${encodeURIComponent(name)}/modules/${encodeURIComponent(module)}/open`);

export const fetchWorkshops = (service: Service): Promise<Page<Workshop>> =>
  service.get('api/workshops');

export const joinWorkshop = (service: Service, code: string): Promise<Workshop> =>
  service.post(`${workshop(code)}/join`);

export const startWorkshop = (service: Service, name: string, title: string): Promise<Workshop> =>
  service.post('api/workshops', { course: name, title });

export const fetchDashboard = (service: Service, code: string): Promise<Dashboard> =>
  service.get(workshop(code));

export const endWorkshop = (service: Service, code: string): Promise<Workshop> =>
  service.post(`${workshop(code)}/end`);
