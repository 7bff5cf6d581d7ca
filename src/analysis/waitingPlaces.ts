/** Places in a search that wait to be looked at: the least late first, and of those the last that came. */
export class WaitingPlaces {
  /** By how late they are. */
  private readonly lists: (number[] | undefined)[] = [];
  private least = 0;

  /** @param lateness an integer, from 0 */
  add(place: number, lateness: number): void {
    (this.lists[lateness] ??= []).push(place);
    if (lateness < this.least) this.least = lateness;
  }

  /** Takes the next one; undefined if none is left. */
  take(): number | undefined {
    for (; this.least < this.lists.length; this.least++) {
      const place = this.lists[this.least]?.pop();
      if (place !== undefined) return place;
    }
    return undefined;
  }
}
