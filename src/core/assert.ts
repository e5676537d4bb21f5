// Faults: broken assumptions of our own, which no module catches.

export class Fault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Fault";
  }
}

/** States what a function relies on; a false condition is a defect in Kedge, never a user's mistake. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Fault(message);
}

/** The value, which the caller knows to be there. */
export function present<Value>(value: Value | undefined, message: string): Value {
  if (value === undefined) throw new Fault(message);
  return value;
}
