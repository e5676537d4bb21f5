// The module `netting`: payment queues and the resolution of gridlock.
import { defineModule } from "#src/machine/module.ts";

export const netting = defineModule({
  name: "netting",
  version: 1,
  summary: "Payment queues, whose items settle together as soon as all payers can afford them as one.",
  after: ["accounts"],
  tables: {},
  messages: {},
});
