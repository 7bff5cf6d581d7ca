/** The shapes of records: the fields that they have, whatever the order. */

/** A shape, as it is met in one order of its fields. */
interface Shape {
  /** The number of the shape, which is the same for all orders of the same fields. */
  readonly number: number;
  /** The fields in the order of their texts. */
  readonly names: readonly string[];
}

/** The shape of the fields on the way to a node, and the node after each further field. */
interface ShapeNode {
  shape?: Shape;
  readonly after: Map<string, ShapeNode>;
}

/** Numbers shapes, from 0. What was met in some order is found without being sorted again. */
export class Shapes {
  private readonly root: ShapeNode = { after: new Map() };
  private count = 0;

  /** The shape of a record with these fields. */
  of(names: readonly string[]): Shape {
    const node = this.nodeOf(names);
    if (node.shape !== undefined) return node.shape;
    const sorted = [...names].sort((a, b) => (a < b ? -1 : 1));
    const first = this.nodeOf(sorted);
    first.shape ??= { number: this.count++, names: sorted };
    return (node.shape = first.shape);
  }

  private nodeOf(names: readonly string[]): ShapeNode {
    let node = this.root;
    for (const name of names) {
      let next = node.after.get(name);
      if (next === undefined) node.after.set(name, (next = { after: new Map() }));
      node = next;
    }
    return node;
  }
}
