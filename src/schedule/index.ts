/** Schedules as text: the system that they are for, and its events. */
export { channelNamed, formatSchedule, parseSchedule, scheduleFor, type ScheduleText } from "./schedule.ts";
