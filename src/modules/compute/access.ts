// What other modules may do with compute: read sites and what they delivered, and pass certificates of capacity on.
import { monthOf } from "#src/core/month.ts";
import type { StateReader } from "#src/state/view.ts";
import {
  pledgeCapacity,
  readSiteMonth,
  releaseCapacity,
  requireCertificate,
  requireOwn,
  shareOfMonth,
} from "./capacity.ts";
import { hourSums } from "./delivering.ts";
import { requireSite } from "./registering.ts";
import { wholeShare } from "./rules.ts";
import { certificateNumberSchema, nameSchema } from "./schemas.ts";
import { loadSites } from "./tables.ts";

export type { CapacityCertificate, Workload } from "./schemas.ts";

export const read = {
  requireSite,
  requireCertificate,
  requireOwn,
  shareOfMonth,
  siteOfLoad: (state: StateReader, load: string): string | undefined => loadSites.get(state, load)?.site,
  /** Facility watt-hours of metered deliveries of one hour that chance or a verifier has passed; the rest opens no room. */
  supportedWh(state: StateReader, site: string, hourMs: number): bigint {
    const { attributedWh, withheldWh } = hourSums(state, site, hourMs);
    return attributedWh - withheldWh;
  },
  /** The part of a site's capacity in an hour's month that backs money as a delivery right, or did until it was sold. */
  backedShare(state: StateReader, site: string, hourMs: number): { backed: bigint; whole: bigint } {
    const month = monthOf(hourMs);
    const backed = month === undefined ? 0n : readSiteMonth(state, site, month).backedShare;
    // Pieces of certificates round up, each by itself.
    return { backed: backed < wholeShare ? backed : wholeShare, whole: wholeShare };
  },
};

export const move = { pledgeCapacity, releaseCapacity };

export const schemas = { site: nameSchema, certificateId: certificateNumberSchema };
