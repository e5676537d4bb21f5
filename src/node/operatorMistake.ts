// What the person who runs a node or a command can mend: a folder, file, address or setting that is not what it must be.
import { Fault } from "#src/core/assert.ts";

export class OperatorMistake extends Fault {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OperatorMistake";
  }
}
