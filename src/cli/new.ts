export async function create(): Promise<void> {}
