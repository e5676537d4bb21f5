// Work of the module `energy` at the end of each block: certificates whose life has ended expire.
import type { BlockWork } from "#src/machine/module.ts";
import { expireDue } from "./expiry.ts";

export const blocks: BlockWork = { end: (state) => expireDue(state) };
