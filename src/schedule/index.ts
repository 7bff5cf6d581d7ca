/** Schedules as text: the system that they are for, and its events. */
export { formatSchedule, parseSchedule, scheduleFor, type ScheduleText } from "./schedule.ts";
