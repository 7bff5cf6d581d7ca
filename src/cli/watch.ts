export async function watchFile(..._x: unknown[]): Promise<void> {}
