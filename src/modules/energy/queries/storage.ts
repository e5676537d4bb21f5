// One storage device: what it holds by charged hour, what it lost, and how efficient it was so far.
import { z } from "zod";
import { divideDown } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireDevice } from "../devices.ts";
import { refusals } from "../refusals.ts";
import { deviceIdSchema } from "../schemas.ts";
import { oldestLayers, storageOf } from "../storage/accounts.ts";
import { layerSchema, storageAccountSchema } from "../storage/schemas.ts";

export const storage = defineQuery({
  summary:
    "A storage device by its discharging meter: what was charged, is stored, was discharged and lost, its oldest charged hours, and its efficiency so far. Matched hours count.",
  readers: "public",
  params: z.strictObject({ device: deviceIdSchema }),
  result: z.strictObject({
    charging: deviceIdSchema,
    account: storageAccountSchema,
    /** Discharged, of what is no longer stored, in millionths, rounded down; absent where all is still stored. */
    efficiencySoFarPpm: z.int().min(0).max(1_000_000).optional(),
    layers: z.array(layerSchema).max(limits.storageLayersShownMax),
  }),
  answer({ state }, { device }) {
    const { storage: settings } = requireDevice(state, device);
    if (settings === undefined) throw refusals.unknownStorage({ device });
    const { charging } = settings;
    const account = storageOf(state, charging);
    const about = { charging, account, layers: oldestLayers(state, charging, limits.storageLayersShownMax) };
    const goneWh = account.chargedWh - account.storedWh;
    if (goneWh === 0n) return about;
    return { ...about, efficiencySoFarPpm: Number(divideDown(account.dischargedWh * 1_000_000n, goneWh)) };
  },
});
