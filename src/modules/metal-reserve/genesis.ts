// The first metals and vaults, as the genesis file names them.
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { metalSchema, metalSettingsSchema, newVaultSchema } from "./schemas.ts";
import { metalNames, metalSettings, metalTotals } from "./tables.ts";
import { registerNewVault } from "./vaults.ts";

export const genesis = defineGenesis({
  schema: z.strictObject({
    metals: z.array(z.strictObject({ metal: metalSchema, ...metalSettingsSchema.shape })).max(limits.metalsMax),
    vaults: z.array(newVaultSchema).max(limits.vaultsMax),
  }),
  initialise(state, content) {
    for (const { metal, ...settings } of content.metals) {
      assert(!metalSettings.has(state, metal), `the metal ${metal} is named once`);
      assert(settings.grossWeightMgMin <= settings.grossWeightMgMax, `the weights of ${metal} have an order`);
      metalSettings.put(state, metal, settings);
      metalTotals.put(state, metal, { items: 0, fineWeightMg: 0n, reserveFineWeightMg: 0n });
    }
    metalNames.put(
      state,
      content.metals.map(({ metal }) => metal),
    );
    for (const vault of content.vaults) registerNewVault(state, vault);
  },
  devnetAliases: ["custodian-2", "auditor-2"],
  devnet({ account }) {
    return {
      metals: [silver, copper],
      vaults: [
        {
          vault: "zurich",
          operator: account("custodian"),
          country: "CH",
          zone: "eu-central",
          auditors: [account("auditor")],
          loadOutWeightMgPerDay: dailyLoadOutMg,
        },
        {
          vault: "shanghai",
          operator: account("custodian-2"),
          country: "CN",
          zone: "cn-east",
          auditors: [account("auditor-2")],
          loadOutWeightMgPerDay: dailyLoadOutMg,
        },
      ],
    };
  },
});

/** Two hundred tonnes a day. */
const dailyLoadOutMg = 200_000_000_000n;

/** Good delivery silver: 750 to 1,100 troy ounces, at least 999.0 fine. */
const silver = {
  metal: "AG",
  name: "Silver, good delivery bars",
  unit: "g",
  form: "bar",
  finenessPpmMin: 999_000,
  grossWeightMgMin: 23_327_607n,
  grossWeightMgMax: 34_213_825n,
  pieceWeightMgMin: 23_000_000n,
} as const;

/** Grade A copper cathode: lots of 25 tonnes, two per cent more or less, at least 99.9935 per cent. */
const copper = {
  metal: "CU",
  name: "Copper, grade A cathode",
  unit: "kg",
  form: "lot",
  finenessPpmMin: 999_935,
  grossWeightMgMin: 24_500_000_000n,
  grossWeightMgMax: 25_500_000_000n,
  pieceWeightMgMin: 1_000_000n,
} as const;
