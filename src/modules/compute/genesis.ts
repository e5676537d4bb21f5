// The first reference systems, hardware and sites, as the genesis file names them.
import { z } from "zod";
import { defineGenesis } from "#src/machine/module.ts";
import { registerNewHardware, registerNewReference, registerNewSite } from "./registering.ts";
import { hardwareSchema, nameSchema, newSiteShape, referenceSchema } from "./schemas.ts";

/** More than a founding certifier brings along; the rest is registered by message. */
const firstMax = 256;

export const genesis = defineGenesis({
  schema: z.strictObject({
    references: z.array(z.strictObject({ reference: nameSchema, ...referenceSchema.shape })).max(firstMax),
    hardware: z.array(z.strictObject({ hardware: nameSchema, ...hardwareSchema.shape })).max(firstMax),
    sites: z.array(z.strictObject(newSiteShape)).max(firstMax),
  }),
  initialise(state, content) {
    for (const { reference, ...settings } of content.references) registerNewReference(state, reference, settings);
    for (const { hardware, ...settings } of content.hardware) registerNewHardware(state, hardware, settings);
    for (const site of content.sites) registerNewSite(state, site);
  },
  devnetAliases: ["compute-certifier", "compute-verifier", "compute-verifier-2"],
  /**
   * Figures of a kind, not of a product: a reference that serves a hundred thousand tokens a second, and an accelerator
   * that does the same at 700 W. Deliveries of the site are signed with the key that a devnet derives for `site-fresno`.
   */
  devnet: ({ publicKey }) => ({
    references: [
      {
        reference: "scu-2024",
        name: "Synthetic reference of 2024",
        results: { infer: { benchmark: "synthetic tokens a second, offline", resultMilli: 100_000_000n } },
      },
    ],
    hardware: [
      {
        hardware: "accelerator-2024",
        name: "Synthetic accelerator of 2024",
        reference: "scu-2024",
        results: { infer: { resultMilli: 100_000_000n, powerMilliW: 700_000n } },
        embodiedGrams: 150_000n,
        lifeHours: 35_064,
      },
    ],
    sites: [
      {
        site: "fresno",
        load: "datacentre-fresno",
        deliveryKey: publicKey("site-fresno"),
        installed: [{ hardware: "accelerator-2024", count: 50_000 }],
      },
    ],
  }),
});
