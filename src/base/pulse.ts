/** Work that takes long has a pulse: it is called again and again, and what it throws ends the work. */
export type Pulse = () => void;

/** The pulse of work that nobody ends. */
export const restful: Pulse = () => undefined;
