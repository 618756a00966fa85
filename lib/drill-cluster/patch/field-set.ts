/**
 * A set of fields of an object, in the form of managedFields' FieldsV1: steps are `f:name`, `k:{"name":"x"}` (an item by its
 * keys) and `v:"x"` (an item by its value).
 */
export class FieldSet {
  readonly members = new Set<string>();
  readonly children = new Map<string, FieldSet>();

  static fromJson(json: unknown): FieldSet {
    const set = new FieldSet();
    if (typeof json !== 'object' || json === null) return set;
    for (const [step, below] of Object.entries(json)) {
      if (step === '.') continue;
      const child = FieldSet.fromJson(below);
      if (child.isEmpty() || (typeof below === 'object' && below !== null && '.' in below)) set.members.add(step);
      if (!child.isEmpty()) set.children.set(step, child);
    }
    return set;
  }

  toJson(): Record<string, unknown> {
    const steps = [...new Set([...this.members, ...this.children.keys()])].sort();
    return Object.fromEntries(
      steps.map((step) => {
        const below = this.children.get(step)?.toJson() ?? {};
        return [step, this.members.has(step) && Object.keys(below).length > 0 ? { '.': {}, ...below } : below];
      }),
    );
  }

  isEmpty(): boolean {
    return this.members.size === 0 && [...this.children.values()].every((child) => child.isEmpty());
  }

  child(step: string): FieldSet {
    let child = this.children.get(step);
    if (!child) this.children.set(step, (child = new FieldSet()));
    return child;
  }

  union(other: FieldSet): FieldSet {
    return combine(this, other, (a, b) => a || b);
  }

  minus(other: FieldSet): FieldSet {
    return combine(this, other, (a, b) => a && !b);
  }

  intersect(other: FieldSet): FieldSet {
    return combine(this, other, (a, b) => a && b);
  }

  /** Every member as a path like `.spec.containers[name="web"].image`. */
  *paths(prefix = ''): Iterable<string> {
    for (const step of [...new Set([...this.members, ...this.children.keys()])].sort()) {
      const path = prefix + stepWords(step);
      if (this.members.has(step)) yield path;
      const below = this.children.get(step);
      if (below) yield* below.paths(path);
    }
  }
}

function combine(a: FieldSet, b: FieldSet, keep: (inA: boolean, inB: boolean) => boolean): FieldSet {
  const result = new FieldSet();
  for (const step of new Set([...a.members, ...b.members])) {
    if (keep(a.members.has(step), b.members.has(step))) result.members.add(step);
  }
  for (const step of new Set([...a.children.keys(), ...b.children.keys()])) {
    const below = combine(a.children.get(step) ?? EMPTY, b.children.get(step) ?? EMPTY, keep);
    if (!below.isEmpty()) result.children.set(step, below);
  }
  return result;
}

const EMPTY = new FieldSet();

function stepWords(step: string): string {
  if (step.startsWith('f:')) return `.${step.slice(2)}`;
  if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
  const keys: Record<string, unknown> = JSON.parse(step.slice(2));
  return `[${Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',')}]`;
}
