// Maps and cells of the model that can be taken back to an earlier moment, as a refused transaction demands.

export class UndoLog {
  readonly #steps: (() => void)[] = [];

  note(undo: () => void): void {
    this.#steps.push(undo);
  }

  get mark(): number {
    return this.#steps.length;
  }

  undoTo(mark: number): void {
    while (this.#steps.length > mark) this.#steps.pop()?.();
  }

  /** What was done stands. */
  forget(): void {
    this.#steps.length = 0;
  }
}

/** A map whose values are never written to, only replaced. */
export class UndoMap<Key, Value> {
  readonly #log: UndoLog;
  readonly #entries = new Map<Key, Value>();

  constructor(log: UndoLog) {
    this.#log = log;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  /** The value, which a judgement made sure of. */
  at(key: Key): Value {
    const value = this.#entries.get(key);
    if (value === undefined) throw new Error(`the model has no ${String(key)}`);
    return value;
  }

  set(key: Key, value: Value): void {
    const before = this.#entries.get(key);
    this.#log.note(() => {
      if (before === undefined) this.#entries.delete(key);
      else this.#entries.set(key, before);
    });
    this.#entries.set(key, value);
  }

  delete(key: Key): void {
    const before = this.#entries.get(key);
    if (before === undefined) return;
    this.#log.note(() => this.#entries.set(key, before));
    this.#entries.delete(key);
  }

  keys(): Key[] {
    return [...this.#entries.keys()];
  }

  values(): Value[] {
    return [...this.#entries.values()];
  }

  entries(): [Key, Value][] {
    return [...this.#entries];
  }
}

/** One value of the model, never written to, only replaced. */
export class UndoCell<Value> {
  readonly #log: UndoLog;
  #value: Value;

  constructor(log: UndoLog, value: Value) {
    this.#log = log;
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set value(value: Value) {
    const before = this.#value;
    this.#log.note(() => {
      this.#value = before;
    });
    this.#value = value;
  }
}
