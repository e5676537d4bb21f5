// State of the module `directory`.
import { z } from "zod";
import { countSchema, hashSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import {
  disclosureKeySchema,
  holdingSchema,
  keyNumberSchema,
  payeeSchema,
  portSchema,
  refusedPortsSchema,
} from "./schemas.ts";

/** The payee whom a proxy names; the key is the proxy's keyed hash in hex. */
export const payees = defineTable("directory/payee/{proxy}", payeeSchema);

/** The proxy of an account commitment at a bank. */
export const accounts = defineTable("directory/account/{bank}/{accountHash}", z.strictObject({ proxy: hashSchema }));

/** The bank that asks for a proxy which another one holds: one at a time. */
export const ports = defineTable("directory/port/{proxy}", portSchema);

/** Banks whose ports of a proxy its holder has refused, and until when they do not ask again; it goes with the proxy. */
export const refusedPorts = defineTable("directory/refused-port/{proxy}", refusedPortsSchema);

/** What a bank fills of the directory; no row while it is nothing. */
export const holdings = defineTable("directory/holding/{bank}", holdingSchema);

/** Proxies and ports of all banks; no row while there are none. */
export const totals = defineTable("directory/total", countSchema);

/** A key to which payloads are sealed, numbered for each owner; the last few are kept. */
export const disclosureKeys = defineTable("directory/disclosure-key/{account}/{number}", disclosureKeySchema);

/** The number of an owner's newest key. */
export const newestKeys = defineTable("directory/newest-key/{account}", keyNumberSchema);
