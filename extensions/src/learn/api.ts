/** Courses and workshops as the service tells them. */
import type { Page, Service } from '../request';

export interface CourseCard {
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
}

export interface Course extends Omit<CourseCard, 'modules' | 'prerequisites'> {
  /** Markdown, written by people. */
  description: string;
  modules: Module[];
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
