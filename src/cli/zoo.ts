export async function zoo(): Promise<void> {}
