/**
 * News: who plays sees one moment after the other, and most of the next is as it was. Of lists is told what
 * is new in them, and where the rest of them stands in those that were told before. So what stays as it is
 * stays the same object in the page, which draws again only what is another one.
 */

/** A list for who has another: items, and stretches of the other, from one place up to another. */
type ListNews<Item> = readonly (Item | readonly [from: number, to: number])[];

/** A thing whose lists are told as news; no item of them is a list itself. */
export type News<Thing> = {
  readonly [Part in keyof Thing]: Thing[Part] extends readonly (infer Item)[] | undefined
    ? ListNews<Item>
    : Thing[Part];
};

/** The side that tells of one thing after the other. */
export class NewsTeller<Thing extends object> {
  private told: Thing | undefined;

  /** The news of a thing, for who has heard of all before. */
  tell(thing: Thing): News<Thing> {
    const news = withLists<News<Thing>>(thing, this.told, listNews);
    this.told = thing;
    return news;
  }
}

/** The side that hears of one thing after the other; also of another teller, who begins with a whole one. */
export class NewsHearer<Thing extends object> {
  private heard: Thing | undefined;

  /** The thing of which news are told. What it has in common with the one before is the same objects. */
  hear(news: News<Thing>): Thing {
    this.heard = withLists<Thing>(news, this.heard, listAfter);
    return this.heard;
  }
}

/** A thing with other lists: made of its own, and of those of another thing. */
function withLists<Made>(
  thing: object,
  other: object | undefined,
  make: (list: readonly unknown[], other: readonly unknown[]) => readonly unknown[],
): Made {
  const others = new Map<string, unknown>(Object.entries(other ?? {}));
  const parts = Object.entries(thing).map(([name, part]: [string, unknown]) => {
    if (!Array.isArray(part)) return [name, part];
    return [name, make(part, (others.get(name) ?? []) as readonly unknown[])];
  });
  return Object.fromEntries(parts) as Made;
}

function listNews(list: readonly unknown[], told: readonly unknown[]): ListNews<unknown> {
  const places = new Map(told.map((item, place) => [item, place]));
  const news: (unknown | [number, number])[] = [];
  let stretch: [from: number, to: number] | undefined;
  for (const [i, item] of list.entries()) {
    const place = places.get(item) ?? (isAlike(item, told[i]) ? i : undefined);
    if (place === undefined) {
      stretch = undefined;
      news.push(item);
    } else if (stretch?.[1] === place) stretch[1]++;
    else news.push((stretch = [place, place + 1]));
  }
  return news;
}

function listAfter(news: readonly unknown[], told: readonly unknown[]): readonly unknown[] {
  return news.flatMap((one) => (Array.isArray(one) ? told.slice(...(one as [number, number])) : [one]));
}

/** Whether both are the same object, or plain and equal. */
function isAlike(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [parts, others] = [Object.entries(one), Object.entries(other)];
  return (
    parts.length === others.length &&
    parts.every(([name, part], i) => name === others[i]?.[0] && isAlike(part, others[i]?.[1]))
  );
}
