// The first validators: those that the common part of the genesis file names, so that there is no second list.
import { z } from "zod";
import { assert, present } from "#src/core/assert.ts";
import { isSoundPublicKey } from "#src/crypto/ed25519.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { refusals } from "./refusals.ts";
import { getValidator, replaceValidator, totalsOf } from "./roster.ts";
import { addressOf } from "./rules.ts";
import { totalPowerMax } from "./schemas.ts";
import { latestUpdates } from "./tables.ts";

export const genesis = defineGenesis({
  schema: z.strictObject({}),
  initialise(state, _content, validators) {
    for (const { name, publicKey, power } of present(validators, "this module begins with its network")) {
      if (!isSoundPublicKey(publicKey)) throw refusals.keyUnsound({});
      assert(getValidator(state, addressOf(publicKey)) === undefined, "genesis names each validator once");
      const most = totalPowerMax - totalsOf(state).reservedPower;
      if (power > most) throw refusals.powerTooHigh({ most: totalPowerMax });
      replaceValidator(state, undefined, { name, publicKey, power, status: "active" });
    }
    // The engine read them in the genesis file: it has not been told anything yet.
    latestUpdates.delete(state);
  },
  devnet: () => ({}),
});
