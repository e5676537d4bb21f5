// The books of issuance, and what a network chooses at its start.
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { durationMsSchema } from "#src/core/schemas.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { parameterValues } from "#src/machine/parameter.ts";
import { create } from "#src/modules/accounts/access.ts";
import { bidsAccount, juniorsAccount, redeemingAccount, reserveAccount, surplusAccount } from "./books.ts";
import { requireReserveCurrencies } from "./currencies.ts";
import { parameters } from "./parameters.ts";
import { reserveCurrenciesSchema } from "./schemas.ts";
import { reserveCurrencies } from "./tables.ts";

export const genesis = defineGenesis({
  schema: z.strictObject({
    /** The first length of an epoch, and of the time between two payments on junior units. */
    epochMs: durationMsSchema,
    reserveCurrencies: reserveCurrenciesSchema,
  }),
  initialise(state, { epochMs, reserveCurrencies: currencies }) {
    for (const account of [reserveAccount, surplusAccount, redeemingAccount, juniorsAccount, bidsAccount]) {
      create.openModuleAccount(state, account);
    }
    requireReserveCurrencies(state, currencies);
    reserveCurrencies.put(state, currencies);
    const value = BigInt(epochMs);
    for (const { name, default: standard, least, most } of [parameters.epochMs, parameters.distributionIntervalMs]) {
      assert(least <= value && value <= most, `the genesis value of ${name} is in range`);
      if (value !== standard) parameterValues.put(state, name, { value });
    }
  },
  /** An epoch of half a minute, so that a redemption can be watched. */
  devnet: () => ({ epochMs: 30_000, reserveCurrencies: [] }),
});
