/** Room in memory: asked for before a table grows, so that a search ends where the machine would end it. */

/** The answer to whether so many bytes more may be taken. */
export type HasRoom = (bytes: number) => boolean;

/** Room without a limit. */
export const endlessRoom: HasRoom = () => true;

/** Thrown where a table has to grow and may not; the table is as it was. */
export class NoRoom extends Error {}
