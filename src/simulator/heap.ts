/** Numbers, each with a moment, from which the earliest is taken: a binary heap (Williams, 1964). */
export class Heap {
  private readonly items: number[] = [];
  private readonly moments: number[] = [];
  /** The order of arrival, by which ties are broken. */
  private readonly ranks: number[] = [];
  private arrivals = 0;

  get size(): number {
    return this.items.length;
  }

  /** The earliest item; undefined if there is none. */
  first(): { readonly item: number; readonly moment: number } | undefined {
    const [item] = this.items;
    return item === undefined ? undefined : { item, moment: this.moments[0] as number };
  }

  push(item: number, moment: number): void {
    let i = this.items.length;
    this.items.push(item);
    this.moments.push(moment);
    this.ranks.push(this.arrivals++);
    for (let up = (i - 1) >> 1; i > 0 && this.isBefore(i, up); up = (i - 1) >> 1) {
      this.exchange(i, up);
      i = up;
    }
  }

  /** Takes the earliest item out. */
  pop(): void {
    const last = this.items.length - 1;
    this.exchange(0, last);
    this.items.pop();
    this.moments.pop();
    this.ranks.pop();
    for (let i = 0; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < last && this.isBefore(child, least)) least = child;
      if (least === i) return;
      this.exchange(i, least);
      i = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const difference = (this.moments[a] as number) - (this.moments[b] as number);
    return difference === 0 ? (this.ranks[a] as number) < (this.ranks[b] as number) : difference < 0;
  }

  private exchange(a: number, b: number): void {
    for (const list of [this.items, this.moments, this.ranks])
      [list[a], list[b]] = [list[b] as number, list[a] as number];
  }
}
